playbookSearch("t1-6e177d",{"X":[[[],[""]]]});
