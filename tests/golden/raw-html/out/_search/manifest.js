playbookSearch("manifest",{"core":"core-d0066d"});
