playbookSearch("manifest",{"core":"core-d9a112"});
