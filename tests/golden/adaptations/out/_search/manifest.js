playbookSearch("manifest",{"core":"core-29bf8f"});
