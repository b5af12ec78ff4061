playbookSearch("manifest",{"core":"core-bc9834"});
