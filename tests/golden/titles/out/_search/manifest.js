playbookSearch("manifest",{"core":"core-53c67a"});
