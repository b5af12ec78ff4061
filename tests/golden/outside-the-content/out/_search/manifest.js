playbookSearch("manifest",{"core":"core-6a0ce3"});
