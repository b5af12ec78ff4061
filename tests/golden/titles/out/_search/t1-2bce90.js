playbookSearch("t1-2bce90",{"X":[[[],["Just text"]],[[],["","Text."]],[[],["Text."]]]});
