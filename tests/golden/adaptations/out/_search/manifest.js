playbookSearch("manifest",{"core":"core-b656e4"});
