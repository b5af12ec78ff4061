playbookSearch("manifest",{"core":"core-dbd9b3"});
