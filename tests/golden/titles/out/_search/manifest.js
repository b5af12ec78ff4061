playbookSearch("manifest",{"core":"core-3fa225"});
