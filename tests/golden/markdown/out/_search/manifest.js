playbookSearch("manifest",{"core":"core-16ed9a"});
