playbookSearch("t0-9c8e7e",{"X":[[[],["plan Shared"]],[[],[""]],[[],[""]]]});
