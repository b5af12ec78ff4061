playbookSearch("manifest",{"core":"core-ff29da"});
