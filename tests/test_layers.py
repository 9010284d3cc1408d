"""The house holds: imports point one way, and the core knows neither files nor clocks."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from paths import ROOT, SOURCE

# From the ground up; a room may import what stands on the lines above it, and its own modules.
LAYERS = [
    ["errors", "working_time"],
    ["files"],
    ["records"],
    ["reading", "planning"],
    ["api", "calendar"],
    ["answering"],
    ["page"],
    ["hosting"],
    ["commands"],
    ["__init__", "__main__"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
ONLY_IN = {
    "yaml": {"reading"},
    # The table of Windows' names for time zones, which the messages of the records need.
    "icalendar": {"calendar", "records.zone_names"},
    "recurring_ical_events": {"calendar"},
    "pytz": {"working_time"},
    "dateutil": {"working_time"},
    "holidays": {"working_time"},
    "idna": {"records.domains"},
    "phonenumbers": {"calendar.telephones"},
    "click": {"commands"},
    "rich": {"commands"},
    "jinja2": {"page"},
    "sqlalchemy": {"hosting"},
    "alembic": {"hosting"},
    "starlette": {"hosting"},
    "itsdangerous": {"hosting.signing"},
    "uvicorn": {"hosting"},
    "fsspec": {"hosting"},
    "distributed": {"hosting"},
}
CORE = {"errors", "working_time", "records", "planning"}
SVG = "{http://www.w3.org/2000/svg}"
MODULES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted(path.parent for path in SOURCE.rglob("*/__init__.py"))


def dotted(path: Path) -> str:
    """Return a module's name below the package: "planning.diary", or "planning" for a room."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def room(path: Path) -> str:
    return dotted(path).partition(".")[0]


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what a module imports, with the line; of `from x import y`, x.y."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{dotted(path)}:{node.lineno} imports relatively"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def climbing(path: Path) -> list[str]:
    """Return the imports of a module that stand in a higher room, or beside its own."""
    found = []
    for name, line in imported(path):
        package, _, inner = name.partition(".")
        target = inner.partition(".")[0]
        if package == "followup_ics" and target != room(path):
            level = LEVEL.get(target, LEVEL["__init__"])
            if level >= LEVEL[room(path)]:
                found.append(f"line {line}: {room(path)} climbs to {name}")
    return found


def forbidden(path: Path) -> list[str]:
    """Return the imports of a module that belong into another room."""
    found = []
    for name, line in imported(path):
        homes = ONLY_IN.get(name.partition(".")[0])
        if homes and not {room(path), dotted(path)} & homes:
            found.append(f"line {line}: {name} in {dotted(path)}")
    return found


def unlisted(package: Path) -> list[str]:
    """Return the modules that the docstring of a room does not name in its list."""
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""
    named = set(re.findall(r"`(\w+)`", said))
    inner = {path.parent.name for path in package.glob("*/__init__.py")}
    modules = inner | {path.stem for path in package.glob("*.py")} - {"__init__"}
    return sorted(modules - named)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_point_one_way(path: Path) -> None:
    assert climbing(path) == []


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_each_library_has_its_room(path: Path) -> None:
    assert forbidden(path) == []


@pytest.mark.parametrize("package", ROOMS, ids=lambda path: dotted(path / "__init__.py"))
def test_a_room_lists_its_modules(package: Path) -> None:
    assert unlisted(package) == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) in CORE], ids=lambda path: dotted(path)
)
def test_the_core_calls_no_clock_and_opens_no_file(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow", "time_ns", "read_text", "environ"}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}


def test_the_drawing_shows_the_rooms_and_their_libraries() -> None:
    rows: dict[int, set[str]] = defaultdict(set)
    libraries: dict[str, set[str]] = {}
    for drawn in ElementTree.parse(ROOT / "docs" / "rooms.svg").iter(f"{SVG}g"):
        said = {text.get("class"): text for text in drawn.findall(f"{SVG}text")}
        if "name" in said:
            name = str(said["name"].text)
            rows[-int(said["name"].get("y", 0))].add(name)
            own = said["library"].text if "library" in said else None
            libraries[name] = set(str(own).split(", ")) if own else set()
    assert [rows[height] for height in sorted(rows)] == [set(row) for row in LAYERS[:-1]]
    for library, homes in ONLY_IN.items():
        assert any(library in libraries[home.partition(".")[0]] for home in homes), library


def test_the_checks_see_what_they_forbid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("test_layers.SOURCE", tmp_path)
    planning = tmp_path / "planning"
    planning.mkdir()
    (planning / "__init__.py").write_text('"""Only `diary`."""\n')
    (planning / "diary.py").write_text("import yaml\nfrom followup_ics.page import entries\n")
    (planning / "forgotten.py").write_text("from followup_ics.planning import diary\n")
    assert climbing(planning / "diary.py") == [
        "line 2: planning climbs to followup_ics.page.entries"
    ]
    assert forbidden(planning / "diary.py") == ["line 1: yaml in planning.diary"]
    assert unlisted(planning) == ["forgotten"]
    assert climbing(planning / "forgotten.py") == []
