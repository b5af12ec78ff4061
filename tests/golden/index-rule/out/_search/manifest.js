playbookSearch("manifest",{"core":"core-770616"});
