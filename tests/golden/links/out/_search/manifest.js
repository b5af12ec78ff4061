playbookSearch("manifest",{"core":"core-29de8a"});
