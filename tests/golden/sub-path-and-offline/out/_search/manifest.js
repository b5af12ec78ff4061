playbookSearch("manifest",{"core":"core-a07259"});
