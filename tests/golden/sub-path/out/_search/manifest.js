playbookSearch("manifest",{"core":"core-edcf0b"});
