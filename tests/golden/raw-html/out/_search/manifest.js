playbookSearch("manifest",{"core":"core-88e706"});
