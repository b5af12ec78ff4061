playbookSearch("manifest",{"core":"core-dba834"});
