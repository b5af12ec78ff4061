playbookSearch("manifest",{"core":"core-84b287"});
