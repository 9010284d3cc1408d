"""A plan to the bytes of a calendar, by identity and revision; and a last output read back.

In come follow-ups, a time and the last output; out goes an .ics file or a feed. `telephones` finds
the number to dial, `links` makes what a tap opens, `events` is what stands in a calendar,
`previous` reads the last output, `content_lines` escapes and folds, and `ics` writes the whole.
"""
