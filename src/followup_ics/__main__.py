"""`python -m followup_ics` is the command line."""

from followup_ics.cli import main

main(prog_name="followup-ics")
