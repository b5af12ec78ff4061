playbookSearch("manifest",{"core":"core-dd7624"});
