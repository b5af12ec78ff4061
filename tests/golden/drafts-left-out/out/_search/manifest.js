playbookSearch("manifest",{"core":"core-0b55d9"});
