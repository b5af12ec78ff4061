playbookSearch("manifest",{"core":"core-f2d370"});
