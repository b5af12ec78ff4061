playbookSearch("manifest",{"core":"core-f7f1dd"});
