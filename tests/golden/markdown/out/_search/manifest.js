playbookSearch("manifest",{"core":"core-1e649b"});
