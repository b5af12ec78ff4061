playbookSearch("manifest",{"core":"core-17f075"});
