playbookSearch("manifest",{"core":"core-68bf01"});
