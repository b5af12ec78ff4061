playbookSearch("manifest",{"core":"core-3b1e16"});
