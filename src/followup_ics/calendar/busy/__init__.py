"""When the candidate's own calendars keep them busy, and plans around that.

In come calendar files and the records, out goes a plan. `clocks` has the zones of a file, `events`
takes from an event when it is and whether it takes up time, `rules` works out what it costs to
follow one that repeats, `repeating` follows it, `reading` makes spans of a whole file, and `around`
reads the calendars that records name and plans around them. Files are opened there; who asks an
address of the web comes from outside.
"""
