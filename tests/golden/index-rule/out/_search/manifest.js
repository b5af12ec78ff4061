playbookSearch("manifest",{"core":"core-8ee44b"});
