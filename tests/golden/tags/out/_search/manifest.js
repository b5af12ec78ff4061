playbookSearch("manifest",{"core":"core-3308a4"});
