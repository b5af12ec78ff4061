playbookSearch("manifest",{"core":"core-1cf54d"});
