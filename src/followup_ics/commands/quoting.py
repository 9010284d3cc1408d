"""What the Tab key offers, as bash has to be given it."""

from __future__ import annotations

import os
import re
from typing import Any

from click.shell_completion import BashComplete, CompletionItem, add_completion_class

DOUBLED = r"\\\\\1"
_IN_QUOTES = re.compile(r"""(?:^|\s)(["'])(?:(?!\1).)*$""")
_AT_WORK = re.compile(r"([^\w@%+=:,./-])")


@add_completion_class
class Bash(BashComplete):
    """Quotes what it offers, as zsh and fish do by themselves: companies have spaces.

    The script that click gives to bash reads each line with `read`, to which a backslash is one
    only where it is doubled.
    """

    def format_completion(self, item: CompletionItem[Any]) -> str:
        if item.type != "plain" or _IN_QUOTES.search(os.environ["COMP_WORDS"]):
            return super().format_completion(item)
        return f"plain,{_AT_WORK.sub(DOUBLED, item.value)}"
