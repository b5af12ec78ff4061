playbookSearch("manifest",{"core":"core-fc3991"});
