playbookSearch("manifest",{"core":"core-1ce2d9"});
