playbookSearch("manifest",{"core":"core-87ff81"});
