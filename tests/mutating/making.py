"""Make mutants of a room, in a copy of the checkout.

mutmut writes into each module all its mutants and, in place of each function, one that calls the
mutant that MUTANT_UNDER_TEST names. It leaves decorated functions alone, and here those are many:
so `@lru_cache(maxsize=1)` above `def zones` becomes `zones = lru_cache(maxsize=1)(zones)` below
it, the same to Python and to all who call it. What stands outside of functions (tables, patterns)
is not mutated.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).parents[2]
KNOWN = {"staticmethod", "classmethod"}  # mutmut mutates these


def undecorated(source: str) -> str:
    """Return the text of a module without decorated functions."""
    lines = source.splitlines()
    functions = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef)]
    for function in sorted(functions, key=lambda each: each.lineno, reverse=True):
        calls = [ast.unparse(each) for each in function.decorator_list]
        if calls and not KNOWN.issuperset(calls):
            called = f"{'('.join([*calls, function.name])}{')' * len(calls)}"
            below = f"{' ' * function.col_offset}{function.name} = {called}"
            lines.insert(function.end_lineno or 0, below)
            del lines[function.decorator_list[0].lineno - 1 : function.lineno - 1]
    return "\n".join(lines) + "\n"


def make(folder: Path, room: str) -> list[str]:
    """Copy the checkout into a folder, mutate a room there, and return the names of the mutants."""
    rmtree(folder, ignore_errors=True)
    copytree(ROOT, folder, ignore=ignore_patterns(".*", "__pycache__", "dist"))
    names: list[str] = []
    for path in sorted((folder / "src" / "followup_ics" / room).rglob("*.py")):
        made = mutate_file_contents(str(path), undecorated(path.read_text()))
        path.write_text(made.code)
        module = ".".join(path.relative_to(folder / "src").with_suffix("").parts)
        names += (f"{module.removesuffix('.__init__')}.{name}" for name in made.mutant_names)
    return names


if __name__ == "__main__":
    target = Path(sys.argv[1])
    mutants = make(target, room=sys.argv[2])
    (target / "mutants.txt").write_text("".join(f"{name}\n" for name in mutants))
    print(f"{len(mutants)} mutants")
