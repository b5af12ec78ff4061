playbookSearch("manifest",{"core":"core-a69de7"});
