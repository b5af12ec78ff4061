playbookSearch("manifest",{"core":"core-fe18f2"});
