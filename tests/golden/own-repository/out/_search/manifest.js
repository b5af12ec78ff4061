playbookSearch("manifest",{"core":"core-1175f0"});
