playbookSearch("manifest",{"core":"core-cdefbf"});
