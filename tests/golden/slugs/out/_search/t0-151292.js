playbookSearch("t0-151292",{"X":[[[],["","","","","","","","","","","","","","","pto first second third fourth work code unicode x c"]]]});
