playbookSearch("manifest",{"core":"core-4135fd"});
