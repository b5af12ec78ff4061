playbookSearch("manifest",{"core":"core-e06b6c"});
