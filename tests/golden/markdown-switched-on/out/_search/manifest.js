playbookSearch("manifest",{"core":"core-ffcc79"});
