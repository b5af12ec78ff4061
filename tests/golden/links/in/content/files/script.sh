echo not published
