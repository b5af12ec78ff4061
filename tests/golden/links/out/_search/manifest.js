playbookSearch("manifest",{"core":"core-72da10"});
