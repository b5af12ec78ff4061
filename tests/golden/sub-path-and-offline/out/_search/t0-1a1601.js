playbookSearch("t0-1a1601",{"X":[[[],["a p feed tags one search letters none"]],[[],["home b",""]],[[],[""]],[[],[""]]]});
