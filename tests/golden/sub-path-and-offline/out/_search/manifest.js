playbookSearch("manifest",{"core":"core-5eaa78"});
