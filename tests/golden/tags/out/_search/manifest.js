playbookSearch("manifest",{"core":"core-65791f"});
