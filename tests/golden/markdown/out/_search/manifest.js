playbookSearch("manifest",{"core":"core-4be0d8"});
