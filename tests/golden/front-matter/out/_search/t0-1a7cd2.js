playbookSearch("t0-1a7cd2",{"X":[[[],[""]],[[],[""]],[[],["Names of other tools."]],[[],["One sentence. Text."]],[[],[""]],[[],[""]],[[],["What we do"]],[[],["first"]]]});
