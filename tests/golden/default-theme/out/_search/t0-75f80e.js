playbookSearch("t0-75f80e",{"X":[[[],["A link."]],[[],["Words.","","Short."]],[[],[""]]]});
