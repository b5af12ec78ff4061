playbookSearch("manifest",{"core":"core-d81b70"});
