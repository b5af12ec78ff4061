playbookSearch("manifest",{"core":"core-09a74d"});
