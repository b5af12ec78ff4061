playbookSearch("t0-6f8750",{"X":[[[],["“Curly” – quotes… and other named other#part Term definition",""]],[[],["",""]]]});
