playbookSearch("manifest",{"core":"core-5b3c4a"});
