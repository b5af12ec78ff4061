playbookSearch("manifest",{"core":"core-deafa9"});
