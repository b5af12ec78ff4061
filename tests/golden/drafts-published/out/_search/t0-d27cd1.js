playbookSearch("t0-d27cd1",{"X":[[[],["plan"]],[[],[""]]]});
