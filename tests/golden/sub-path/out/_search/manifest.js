playbookSearch("manifest",{"core":"core-dbe2e4"});
