playbookSearch("manifest",{"core":"core-7ec7f2"});
