playbookSearch("manifest",{"core":"core-b3dc46"});
