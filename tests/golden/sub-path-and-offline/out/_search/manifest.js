playbookSearch("manifest",{"core":"core-1fad65"});
