playbookSearch("manifest",{"core":"core-1b7f4e"});
