playbookSearch("manifest",{"core":"core-3eeb74"});
