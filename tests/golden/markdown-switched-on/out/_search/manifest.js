playbookSearch("manifest",{"core":"core-c0d17f"});
