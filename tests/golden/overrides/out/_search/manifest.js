playbookSearch("manifest",{"core":"core-a4dc4f"});
