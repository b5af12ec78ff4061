playbookSearch("manifest",{"core":"core-cfaafa"});
