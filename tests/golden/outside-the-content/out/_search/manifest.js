playbookSearch("manifest",{"core":"core-9565bb"});
