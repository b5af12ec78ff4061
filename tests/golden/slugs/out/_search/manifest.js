playbookSearch("manifest",{"core":"core-858d53"});
