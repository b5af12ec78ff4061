playbookSearch("manifest",{"core":"core-d7629c"});
