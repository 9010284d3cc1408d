"""Text to records: every fault of a file at once, each with its line and column.

In come a file's bytes, out go a job search or a playbook, or one error with all faults.
`decoding` makes them text, `yaml_tree` that text fields with places, `yaml_advice` says what YAML's
own complaints mean, `limits` how long a list may be, `explaining` what the complaints of the
records mean, `other_words` what somebody meant by a name that is none here, and `loading` goes this
way.

The other way, a file edited: `layout` says where everything stands, `quoting` writes values,
`splicing` puts them among what is there, `edits` checks that nothing else changed, and `editing`
has an edit for each thing that becomes of a search. The user's own file changes by `rewriting`
alone.
"""
