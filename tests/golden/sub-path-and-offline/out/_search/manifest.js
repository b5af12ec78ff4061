playbookSearch("manifest",{"core":"core-c1bc2b"});
