playbookSearch("manifest",{"core":"core-678348"});
