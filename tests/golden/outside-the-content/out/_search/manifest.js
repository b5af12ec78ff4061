playbookSearch("manifest",{"core":"core-2d898e"});
