"""A text with fields set and items added, all else of it left as it stands.

New text goes in at the marks of what is there, in the style that stands there. Where that cannot be
told, or would touch more than is meant, an edit is refused with UnsafeError.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from followup_ics.reading.decoding import BrokenTextError, decoded
from followup_ics.reading.layout import (
    Entry,
    Node,
    column,
    every,
    indentation,
    is_apart,
    layout,
    line_end,
    line_start,
    newline,
)
from followup_ics.reading.quoting import (
    ON_ONE_LINE,
    Value,
    field_lines,
    in_flow,
    item_lines,
    pairs,
    scalar,
)
from followup_ics.reading.yaml_tree import Keys

_BEFORE = re.compile(r" *(?:- +)*")
_DASH = re.compile(r" *- +")
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_LINES = re.compile(r"(?:\r\n|\r|\n)( *)[ \t]*([^\r\n]*)")
_OFFSET = 2

NO_PLACE = "what stands here leaves no safe place for it; edit the file by hand"
NOT_THERE = "what this is to go into is not there; write it first"
REACHES_FURTHER = "stands here, so that a change may reach further; write the value out without it"
COMMENT_INSIDE = "a comment stands inside the brackets; move it out of them"
NO_DASH = "its '- ' stands on a line of its own; take it out by hand"
NO_ROOM = "something stands behind it in its line already"
NO_FIELD = "the line begins with something else; write it as 'name: value'"


class UnsafeError(Exception):
    """Ends an edit at an index of the text, before anything is changed."""

    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message


class Draft:
    """A text without faults and without a byte order mark, as one edit after the other is made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tree: Node | None = None

    def put(self, keys: Keys, name: str, value: Value) -> None:
        """Set a field of the record at a path; a list or fields only where there is none yet."""
        around = self._record(keys)
        if name not in around.fields:
            self._add_field(around, name, value)
        elif around.fields[name].value.is_nothing:
            self._fill(around, name, value)
        elif isinstance(value, str):
            self._replace(around, name, value)
        else:
            there = around.fields[name].value.start
            raise UnsafeError(there, f"{name} has a value already; change that value by hand")

    def rename(self, keys: Keys, name: str, new: str) -> None:
        """Give a field of the record at a path another name."""
        found = self._record(keys).fields[name].name
        self._splice(found.start, found.end, scalar(new, flow=True, style=found.style))

    def append(self, keys: Keys, item: Value) -> None:
        """Add an item at the end of the list at a path, which need not be there yet."""
        *rest, name = keys
        around = self._record(tuple(rest))
        assert isinstance(name, str)
        found = around.fields.get(name)
        if found is None:
            self._add_field(around, name, [item])
        elif found.value.is_nothing:
            self._fill(around, name, [item])
        else:
            self._add_item(self._plain(found.value, "list"), name, item, around)

    def remove(self, keys: Keys, words: str) -> None:
        """Take out the item at the path of one in a list.

        In block style its lines become comments below one that has the words: nothing of what the
        user wrote goes. Inside brackets there is no room for a comment.
        """
        *rest, name, index = keys
        found = self._plain(self._record(tuple(rest)).fields[str(name)].value, "list")
        item = self._plain(found.items[int(index)])
        for entry in every(item):
            self._plain(entry.value)
        if found.style:
            self._remove_inside(found, int(index))
        else:
            self._comment_out(item, words)

    def remark(self, keys: Keys, name: str, words: str) -> None:
        """Write a comment behind a field of the record at a path, where nothing stands there."""
        around = self._record(keys)
        if name not in around.fields:
            raise UnsafeError(around.start, NOT_THERE)
        entry = around.fields[name]
        stop = line_end(self.text, entry.value.end)
        is_alone = not around.style and not self.text[entry.value.end : stop].strip()
        if not is_alone or entry.value.style in ("|", ">") or not words.isprintable():
            raise UnsafeError(entry.name.start, NO_ROOM)
        self._splice(entry.value.end, stop, f"  # {words}")

    # Where

    @property
    def is_json(self) -> bool:
        """Say whether this is written as JSON is."""
        return self._quotes(self._root) == '"'

    def has_list(self, keys: Keys) -> bool:
        """Say whether a list is written at a path, an empty one too."""
        *rest, name = keys
        entry = self._record(tuple(rest)).fields.get(str(name))
        return entry is not None and entry.value.kind == "list"

    def at(self, keys: Keys) -> int:
        """Return where a path begins, or what is nearest around it."""
        node = self._root
        for key in keys:
            inner = self._inside(node, key)
            if inner is None:
                break
            node = inner
        return node.start

    @staticmethod
    def _inside(node: Node, key: str | int) -> Node | None:
        if isinstance(key, int):
            return node.items[key] if 0 <= key < len(node.items) else None
        return node.fields[key].value if key in node.fields else None

    def _record(self, keys: Keys) -> Node:
        node = self._plain(self._root)
        for key in keys:
            inner = self._inside(node, key)
            if inner is None:
                raise UnsafeError(node.start, NOT_THERE)
            node = self._plain(inner)
        return self._plain(node, "fields")

    @staticmethod
    def _plain(node: Node, kind: str = "") -> Node:
        if node.mark:
            raise UnsafeError(node.start, f"{node.mark} {REACHES_FURTHER}")
        if kind and node.kind != kind:
            wanted = "a list: [ ] around it, or '- ' before each item"
            what = wanted if kind == "list" else "fields with their names"
            raise UnsafeError(node.start, f"something else stands here; write {what}")
        return node

    # Fields

    def _add_field(self, around: Node, name: str, value: Value) -> None:
        if around.style:
            self._add_inside(around, next(pairs({name: value}, self._quotes(around))))
            return
        indent = self._indent(around.begins[0])
        lines = self._new_field(name, value)
        if is_apart(self.text, around):
            lines.insert(0, "")
        self._add_lines(around.end, indent, indent, lines)

    def _new_field(self, name: str, value: Value) -> list[str]:
        """Return the lines of a field, its list in the style of the first one of its name."""
        offset = self._offset()
        if isinstance(value, str | Mapping) or not value:
            return field_lines(name, value, offset)
        alike = self._alike(name)
        if alike.style if alike else isinstance(value[0], str):
            return [f"{name}: {in_flow(value)}"]
        lines = (line for each in value for line in self._item(name, each, alike))
        return [f"{name}:", *(f"{' ' * offset}{line}" for line in lines)]

    def _fill(self, around: Node, name: str, value: Value) -> None:
        """Write a value for a field that has none: an empty one, or `null`."""
        entry = around.fields[name]
        found = entry.value
        if around.style or found.text:
            self._fill_on_line(entry, in_flow(value, self._quotes(around)))
            return
        first, *lines = self._new_field(name, value)
        if lines:
            indent = self._indent(entry.name.start)
            self._add_lines(found.end, indent, indent + 1, lines)
        else:
            self._fill_on_line(entry, first.removeprefix(f"{name}: "))

    def _fill_on_line(self, entry: Entry, written: str) -> None:
        found = entry.value
        colon = self.text[entry.name.end : found.start]
        if ":" not in colon:
            raise UnsafeError(entry.name.start, "a name without a ':' stands here; write one")
        space = "" if colon.endswith(" ") else " "
        self._splice(found.start, found.end, space + written)

    def _replace(self, around: Node, name: str, value: str) -> None:
        found = around.fields[name].value
        if self._plain(found).kind != "text":
            raise UnsafeError(found.start, "more than one value stands here; change it by hand")
        if found.style in ("|", ">"):
            message = f"a text over several lines, with '{found.style}', stands here; change it"
            raise UnsafeError(found.start, f"{message} by hand")
        style = self._quotes(around) or found.style
        written = scalar(value, flow=bool(around.style), style=style)
        self._splice(found.start, found.end, written)

    # Items

    def _add_item(self, found: Node, name: str, item: Value, around: Node) -> None:
        if found.style:
            self._add_inside(found, self._item_inside(found, item, self._quotes(around)))
            return
        indent, key = self._indent(found.start), self._indent(around.fields[name].name.start)
        lines = self._item(name, item, found)
        if is_apart(self.text, found):
            lines.insert(0, "")
        self._add_lines(found.end, indent, max(indent, key + 1), lines)

    def _item(self, name: str, item: Value, alike: Node | None) -> list[str]:
        """Return the lines of an item, written as the last one of a list like it."""
        offset = self._offset()
        last = alike.items[-1] if alike and alike.items and not alike.style else None
        if last is None:
            return item_lines(name, item, offset)
        dash = self.text[line_start(self.text, last.start) : last.start]
        gap = len(dash) - len(dash.rstrip(" ")) if dash.rstrip(" ").endswith("-") else 1
        if last.style == "{":
            return [f"-{' ' * gap}{in_flow(item)}"]
        is_block = last.kind == "fields" and name in ON_ONE_LINE
        return item_lines("" if is_block else name, item, offset, gap)

    def _comment_out(self, item: Node, words: str) -> None:
        begin = line_start(self.text, item.start)
        if not _DASH.fullmatch(self.text[begin : item.start]):
            raise UnsafeError(item.start, NO_DASH)
        stop = self._below(item.end, column(self.text, item.start))
        broken = newline(self.text, stop)
        indent = self.text[begin : item.start].partition("-")[0]
        lines = re.split(r"(\r\n|\r|\n)", self.text[begin:stop])
        lines[::2] = [_commented(line, indent) for line in lines[::2]]
        self._splice(begin, stop, f"{indent}# {words}{broken}{''.join(lines)}")

    def _alike(self, name: str) -> Node | None:
        """Return the first list of this name in the text that has items."""
        named = (each.value for each in every(self._root) if each.name.text == name)
        return next((node for node in named if node.items), None)

    def _offset(self) -> int:
        """Return how far the dashes of the text's lists stand to the right of the lists' names."""
        for name, value in every(self._root):
            if value.items and not value.style:
                return column(self.text, value.start) - column(self.text, name.start)
        return _OFFSET

    # Lines

    def _indent(self, at: int) -> int:
        """Return the column of what begins a line, or stands there after nothing but dashes."""
        before = self.text[line_start(self.text, at) : at]
        if not _BEFORE.fullmatch(before):
            raise UnsafeError(at, NO_FIELD)
        return len(before)

    def _add_lines(self, end: int, indent: int, least: int, lines: list[str]) -> None:
        """Add lines below what ends at an index, and below the comments that belong to it."""
        stop = self._below(end, least)
        broken = newline(self.text, stop)
        written = (f"{broken}{' ' * indent}{line}" if line else broken for line in lines)
        self._splice(stop, stop, "".join(written))

    def _below(self, end: int, least: int) -> int:
        """Return the end of the last line of what ends at an index.

        A comment in a line below belongs to it where it stands `least` columns to the right.
        """
        stop = line_end(self.text, end)
        for line in _LINES.finditer(self.text, stop):
            if line[2].startswith("#") and len(line[1]) >= least:
                stop = line.end()
            elif line[2]:
                break
        return stop

    def _splice(self, start: int, end: int, written: str) -> None:
        self.text = self.text[:start] + written + self.text[end:]
        self._tree = None

    @property
    def _root(self) -> Node:
        """Return where everything stands, read once after each change that another one follows."""
        if self._tree is None:
            try:
                self._tree = layout(decoded(self.text))
            except BrokenTextError:
                raise UnsafeError(0, NO_PLACE) from None
        return self._tree

    # In brackets and braces

    def _remove_inside(self, found: Node, index: int) -> None:
        """Cut an item out of brackets, with the comma that goes with it."""
        items = found.items
        start, end = items[index].start, items[index].end
        if index:
            start = items[index - 1].end
        elif len(items) > 1:
            end = items[1].start
        else:
            start, end = found.start + 1, found.end - 1
        if _COMMENT.search(self.text[start:end]):
            raise UnsafeError(found.start, COMMENT_INSIDE)
        self._splice(start, end, "")

    def _quotes(self, around: Node) -> str:
        """Return the quotes of a new field's texts: as in JSON where the first name has them.

        Where there is none yet, as in `{}`, the first one of the file tells.
        """
        first = next(iter((around.fields or self._root.fields).values()), None)
        return '"' if around.style and first and first.name.style == '"' else ""

    def _item_inside(self, found: Node, item: Value, quotes: str) -> str:
        """Return an item for brackets; over several lines where the last one there is."""
        last = found.items[-1] if found.items else None
        if last is None or not last.fields or not isinstance(item, Mapping):
            return in_flow(item, quotes)
        first = last.begins[0]
        inner, outer = (indentation(self.text, each) for each in (first, last.end - 1))
        if inner is None or outer is None:
            return in_flow(item, quotes)
        broken = newline(self.text, first)
        fields = f",{broken}{inner}".join(pairs(item, quotes))
        return f"{{{broken}{inner}{fields}{broken}{outer}}}"

    def _add_inside(self, around: Node, written: str) -> None:
        """Add what is written before the closing bracket, on a line of its own where others are."""
        close = around.end - 1
        last = around.children[-1].end if around.children else around.start + 1
        if "#" in self.text[last:close]:
            raise UnsafeError(around.start, COMMENT_INSIDE)
        if around.children:
            self._splice(last, last, f",{self._between(around)}{written}")
        else:
            self._splice(last, close, written)

    def _between(self, around: Node) -> str:
        """Return what separates the values in brackets: a space, or a new line where it has."""
        begin = around.begins[-1]
        indent = indentation(self.text, begin)
        return " " if indent is None else newline(self.text, begin) + indent


def _commented(line: str, indent: str) -> str:
    """Return a line as a comment that stands at an indentation; an empty one as it is."""
    return f"{indent}# {line.removeprefix(indent)}" if line.strip() else line
