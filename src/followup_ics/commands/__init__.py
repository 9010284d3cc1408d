"""The command line: opens files, reads the clock, and catches the base error once.

In come arguments and files, out go files, tables and exit codes. `clock` reads the time,
`given` what commands are given, `outputs` where they write, `moments` dates as people say them;
`tables` shows a plan on a terminal, `differences` what became of it; `building` writes the
calendar, by `folders` a file for each event; `answers` has what is due and what became of it,
`feeds` the commands that host, `publishing` the one that does so as files, and `cli` all others.
"""
