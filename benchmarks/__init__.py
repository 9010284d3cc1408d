"""Figures, measured on the machine they run on: `python -m benchmarks`, or `make bench`.

`rows` says what a row of the table is and measures in turn, `scales` how much is measured,
`searches` makes what is planned, `processes` runs a command and counts what it takes. Then comes
one module for each group of rows: `writing` (the other libraries are in `peers` and `npm`),
`revising`, `planning`, `loading`, `growth`, `starting` with the memory of a build, `polling` (its
servers are in `servers`, and in `feeds` and `bare`) and `published`. `table` and `plot` show the
rows, `__main__` chooses them.
"""
