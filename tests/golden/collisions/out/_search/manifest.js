playbookSearch("manifest",{"core":"core-d7065b"});
