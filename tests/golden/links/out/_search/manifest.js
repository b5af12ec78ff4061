playbookSearch("manifest",{"core":"core-74a5c5"});
