playbookSearch("manifest",{"core":"core-deb237"});
