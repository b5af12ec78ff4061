playbookSearch("t0-769eb1",{"X":[[[],[""]],[[],[""]],[[],["Names of other tools."]],[[],["One sentence. Text."]],[[],[""]],[[],[""]],[[],["What we do"]],[[],["first"]],[[],[""]]]});
