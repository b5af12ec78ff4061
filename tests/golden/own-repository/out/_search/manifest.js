playbookSearch("manifest",{"core":"core-87405d"});
