playbookSearch("manifest",{"core":"core-a32679"});
