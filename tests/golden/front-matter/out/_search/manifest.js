playbookSearch("manifest",{"core":"core-489534"});
