playbookSearch("manifest",{"core":"core-064b2d"});
