playbookSearch("manifest",{"core":"core-f5e07e"});
