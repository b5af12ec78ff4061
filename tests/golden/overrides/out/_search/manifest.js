playbookSearch("manifest",{"core":"core-857091"});
