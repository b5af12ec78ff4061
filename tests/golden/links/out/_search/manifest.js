playbookSearch("manifest",{"core":"core-3b42be"});
