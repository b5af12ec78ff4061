playbookSearch("manifest",{"core":"core-6ce784"});
