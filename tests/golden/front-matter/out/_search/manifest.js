playbookSearch("manifest",{"core":"core-1c1e72"});
