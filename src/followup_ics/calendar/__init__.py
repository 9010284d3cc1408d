"""A plan to the bytes of a calendar, by identity and revision; and calendars read back.

In come follow-ups, a time and the last output; out goes an .ics file, a feed or a folder of files.
`telephones` finds the number to dial, `links` makes what a tap opens, `events` is what stands in a
calendar, `content_lines` escapes and folds, and `event_lines` writes one event. `previous` reads
the last output, `revisions` says what becomes of each event of it, and `changes` the same in words;
`ics` writes the whole, and `vdir` a file for each event. Calendar files of others are read in
rooms of their own: `invitations`, and the calendars by which the candidate is `busy`.
"""
