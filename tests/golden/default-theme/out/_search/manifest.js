playbookSearch("manifest",{"core":"core-175ce7"});
