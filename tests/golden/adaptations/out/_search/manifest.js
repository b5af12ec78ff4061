playbookSearch("manifest",{"core":"core-0341c3"});
