"""The command line: opens files, reads the clock, and catches the base error once.

In come arguments and files, out go files, tables and exit codes. `clock` reads the time, `tables`
shows a plan on a terminal, `feeds` has the commands that host, and `cli` all others.
"""
