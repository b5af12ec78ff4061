playbookSearch("manifest",{"core":"core-717789"});
