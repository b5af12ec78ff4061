playbookSearch("manifest",{"core":"core-7af5e8"});
