playbookSearch("t0-6bad09",{"X":[[[],["A bold alert(1) word. task a b Note. fn a() {} Text."]]]});
