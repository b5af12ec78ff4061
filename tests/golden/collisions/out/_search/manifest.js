playbookSearch("manifest",{"core":"core-863bba"});
