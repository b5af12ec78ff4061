playbookSearch("manifest",{"core":"core-ee5ef8"});
