playbookSearch("manifest",{"core":"core-e3d58f"});
