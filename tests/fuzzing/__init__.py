"""Bytes that nobody wrote: each target takes any, and only documented errors leave it.

`reading`, `calendars` and `requests` have the targets, one function each from bytes to nothing, and
`targets` the table of them, with what each begins from. `running` lets atheris look for bytes that
break one, by which lines of the package they reach; `python -m fuzzing`, from the folder of tests,
runs some or all for a time.

`seeds` and `words` are what bytes are made of, beside the files of other tests. `found` has every
input that ever broke a target; `tests/test_fuzzing.py` tries all of these again, without atheris.
"""
