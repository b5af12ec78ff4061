playbookSearch("manifest",{"core":"core-b7d108"});
