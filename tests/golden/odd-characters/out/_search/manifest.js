playbookSearch("manifest",{"core":"core-0c53cc"});
