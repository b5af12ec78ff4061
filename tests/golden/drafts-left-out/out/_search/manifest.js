playbookSearch("manifest",{"core":"core-18ea56"});
