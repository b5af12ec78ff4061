playbookSearch("manifest",{"core":"core-93e0f1"});
