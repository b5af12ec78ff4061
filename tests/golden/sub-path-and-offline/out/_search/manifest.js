playbookSearch("manifest",{"core":"core-84cded"});
