playbookSearch("manifest",{"core":"core-be5659"});
