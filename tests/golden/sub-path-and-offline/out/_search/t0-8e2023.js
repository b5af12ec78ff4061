playbookSearch("t0-8e2023",{"X":[[[],["a p feed tags one search letters none all text manifest"]],[[],["home b",""]],[[],[""]],[[],[""]]]});
