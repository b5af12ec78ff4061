playbookSearch("t0-9a18c5",{"X":[[[],[""]],[[],["Inline link and and Esc. Markdown inside a link. web old no target"]],[[],["",""]],[[],[""]]]});
