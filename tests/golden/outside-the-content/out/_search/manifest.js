playbookSearch("manifest",{"core":"core-167e2d"});
