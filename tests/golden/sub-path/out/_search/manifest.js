playbookSearch("manifest",{"core":"core-b1eca6"});
