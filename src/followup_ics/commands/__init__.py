"""The command line: opens files, reads the clock, and catches the base error once.

In come arguments and files, out go files, tables and exit codes. `clock` reads the time,
`given` what commands are given, `moments` dates as people say them; `tables` shows a plan on a
terminal, `answers` has what is due and what became of it, `feeds` the commands that host, and
`cli` all others.
"""
