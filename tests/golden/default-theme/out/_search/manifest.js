playbookSearch("manifest",{"core":"core-1dff52"});
