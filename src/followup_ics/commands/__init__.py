"""The command line: opens files, reads the clock, and catches the base error once.

In come arguments and files, out go files, tables and exit codes. `clock` reads the time, `given`
what commands are given, `outputs` where they write, `moments` dates as people say them, and
`completing` says what the Tab key offers. `tables` shows a plan on a terminal, `differences` what
became of it; `building` writes the calendar, by `folders` a file for each event.

The records change by `rewriting` alone. `due` lists what is due by number, `asking` asks at a
terminal, `answers` holds what became of a follow-up, `recording` makes an edit of it, and `log`
goes this way; `facts` writes what is of no one interview. `inboxes` finds invitations in files and
folders, `settling` asks what is not sure of them, `saying` tells it, `additions` makes the edit,
and `adding` goes this way. `starting` has `init`, `feeds` the commands that host, `publishing` the
one that does so as files, and `cli` all others.
"""
