playbookSearch("manifest",{"core":"core-60396e"});
