playbookSearch("manifest",{"core":"core-c8a318"});
