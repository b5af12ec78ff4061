playbookSearch("manifest",{"core":"core-1282d5"});
