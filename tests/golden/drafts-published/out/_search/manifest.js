playbookSearch("manifest",{"core":"core-a35c96"});
