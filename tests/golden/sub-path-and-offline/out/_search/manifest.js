playbookSearch("manifest",{"core":"core-72a44b"});
