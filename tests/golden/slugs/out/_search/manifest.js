playbookSearch("manifest",{"core":"core-2163c4"});
