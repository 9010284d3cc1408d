"""The command line: opens files, reads the clock, and catches the base error once.

In come arguments and files, out go files, tables and exit codes. `cli` names all commands. `clock`
reads the time, `given` what commands are given, `outputs` where they write; `completing` says what
the Tab key offers, `quoting` gives it to bash. `showing` shows a plan, by `tables` on a terminal,
by `differences` what became of it; `checking` what is wrong; `building` writes the calendar, by
`folders` a file for each event.

`due` lists what is due by number, `reminding` what starts in a span, `asking` asks at a terminal
what became of it, `refusing` says which option mends an answer that cannot be meant, and `log` goes
this way to `answering`; `facts` has the commands for what is of no one interview. `inboxes` finds
invitations in files and folders, `settling` asks what is not sure of them, `additions` makes the
edit, and `adding` goes this way. `starting` has `init`, `feeds` the commands that host, which
`feed_names` names, `following` the one that adds to them, `listing` the one that says what there is
and what is due, `histories` those that put back and erase, `remaking` the one that makes their
feeds anew, `feeding` all of these, and `publishing` the one that writes feeds as files; `throngs`
is for those that have many to do.
"""
