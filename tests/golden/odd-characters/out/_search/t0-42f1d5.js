playbookSearch("t0-42f1d5",{"X":[[[],["Lone carriage returns, a no-break space, zero​width, bell , nul , delete . mixed line ends"]],[[],["home p q"]],[[],[""]],[[],[""]],[[],[""]]]});
