playbookSearch("manifest",{"core":"core-e723a9"});
