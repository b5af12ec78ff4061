playbookSearch("manifest",{"core":"core-d1a029"});
