playbookSearch("manifest",{"core":"core-d555b3"});
