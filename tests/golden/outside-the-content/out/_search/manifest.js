playbookSearch("manifest",{"core":"core-61409d"});
