playbookSearch("manifest",{"core":"core-29ac3b"});
