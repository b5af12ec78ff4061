playbookSearch("manifest",{"core":"core-39138e"});
