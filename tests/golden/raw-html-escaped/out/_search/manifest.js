playbookSearch("manifest",{"core":"core-127968"});
