playbookSearch("manifest",{"core":"core-f9d7e1"});
