playbookSearch("manifest",{"core":"core-356006"});
