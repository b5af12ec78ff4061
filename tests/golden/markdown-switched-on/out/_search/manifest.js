playbookSearch("manifest",{"core":"core-bf1830"});
