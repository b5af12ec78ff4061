playbookSearch("manifest",{"core":"core-3f4299"});
