playbookSearch("manifest",{"core":"core-a6ac7b"});
