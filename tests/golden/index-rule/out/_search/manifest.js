playbookSearch("manifest",{"core":"core-c356f4"});
