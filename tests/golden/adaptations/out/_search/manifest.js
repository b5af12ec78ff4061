playbookSearch("manifest",{"core":"core-f4ed51"});
