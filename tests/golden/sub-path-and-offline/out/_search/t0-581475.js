playbookSearch("t0-581475",{"X":[[[],["a p feed tags one search letters none all text manifest sitemap"]],[[],["home b",""]],[[],[""]],[[],[""]]]});
