playbookSearch("manifest",{"core":"core-253d24"});
