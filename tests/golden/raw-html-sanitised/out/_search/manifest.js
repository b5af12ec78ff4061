playbookSearch("manifest",{"core":"core-82aace"});
