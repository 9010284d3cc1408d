"""What the user writes, as types: frozen, checked, and the same whoever made them.

In come plain values: those of a file by `reading`, or those that a script gives. Out go records
that can be planned, or pydantic's errors. A text becomes a value in `domains`, `zone_names`,
`fields`, `time_fields` and `span_fields`. The records that hold values are in `candidate`, `log`,
`settings`, `invitation` and `job_search`, and `names` says which spellings of theirs are one; the
advice as data is in `when` and `playbook`, with the playbooks that come along in `playbooks/`.
`moments` reads a date that somebody gives on the way, as people say it or as the records have it.
"""
