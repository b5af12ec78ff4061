playbookSearch("manifest",{"core":"core-cf8041"});
