playbookSearch("manifest",{"core":"core-a3539d"});
