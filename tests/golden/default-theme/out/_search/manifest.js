playbookSearch("manifest",{"core":"core-f8019a"});
