playbookSearch("manifest",{"core":"core-7fde09"});
