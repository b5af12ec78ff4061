playbookSearch("manifest",{"core":"core-54306e"});
