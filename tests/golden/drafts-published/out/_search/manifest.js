playbookSearch("manifest",{"core":"core-854b71"});
