playbookSearch("t0-ff1682",{"X":[[[],[""]],[[],[""]]]});
