playbookSearch("manifest",{"core":"core-cb2d20"});
