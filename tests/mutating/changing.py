"""What a mutant changes: the statement of its function, as lines of the mutated module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher, ndiff
from functools import cache
from pathlib import Path

Found = tuple[list[str], dict[str, ast.FunctionDef]]


def function_of(mutant: str) -> str:
    """Return the function that a mutant is one of, as mutmut names it."""
    return mutant.partition("__mutmut_")[0]


def path_of(mutant: str) -> Path:
    """Return the module that holds a mutant."""
    path = Path("src", *mutant.rpartition(".")[0].split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def changed_lines(mutant: str) -> set[int]:
    """Return the lines of the statements that a mutant changes, in the function as it is."""
    source, _ = _functions(path_of(mutant))
    before, after = _both(mutant)
    one, other = (source[each.lineno : each.end_lineno] for each in (before, after))
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    lines = {
        before.lineno + 1 + line
        for what, first, last, _, _ in changes
        if what != "equal"
        for line in range(first, max(last, first + 1))
    }
    return {each for line in lines for each in _statement(before, line)}


def difference(mutant: str) -> list[str]:
    """Return the lines that differ between a function and its mutant, as Python writes them."""
    before, after = (_unnamed(each) for each in _both(mutant))
    return [line for line in ndiff(before, after) if line[0] in "+-"]


def _unnamed(function: ast.FunctionDef) -> list[str]:
    return ast.unparse(function).replace(function.name, "_", 1).splitlines()


def _both(mutant: str) -> tuple[ast.FunctionDef, ast.FunctionDef]:
    _, functions = _functions(path_of(mutant))
    name = mutant.rpartition(".")[2]
    return functions[f"{function_of(name)}__mutmut_orig"], functions[name]


@cache
def _functions(path: Path) -> Found:
    """Return the lines of a module, and its functions and methods by name."""
    source = path.read_text()
    nodes = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef))
    return source.splitlines(), {each.name: each for each in nodes}


def _statement(function: ast.FunctionDef, line: int) -> range:
    """Return the lines of the innermost statement at a line, without what it holds in its body."""
    found = max(_statements(function, line), key=lambda each: each.lineno, default=None)
    if found is None:
        return range(line, line + 1)
    body = getattr(found, "body", None)
    last = body[0].lineno - 1 if body else found.end_lineno or line
    return range(found.lineno, max(last, line) + 1)


def _statements(function: ast.FunctionDef, line: int) -> Iterator[ast.stmt]:
    for each in ast.walk(function):
        if isinstance(each, ast.stmt) and each.lineno <= line <= (each.end_lineno or line):
            yield each
