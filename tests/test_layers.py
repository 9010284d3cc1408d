"""The house holds: imports point one way, and the core knows neither files nor clocks."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "followup_ics"

# From the ground up; a module may import what stands on the same line or above.
LAYERS = [
    ["errors", "decoding", "telephones", "domains"],
    ["working_time", "yaml_advice", "yaml_tree"],
    ["zone_names"],
    ["fields"],
    ["time_fields"],
    ["candidate"],
    ["records", "playbook", "results"],
    ["planning", "explaining"],
    ["links", "content_lines", "ics", "loading", "files"],
    ["api"],
    ["hosting"],
    ["tables", "clock"],
    ["feed_commands"],
    ["cli"],
    ["__init__", "__main__"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
ONLY_IN = {
    "yaml": {"yaml_advice", "yaml_tree"},
    "icalendar": {"ics", "zone_names"},
    "pytz": {"working_time"},
    "dateutil": {"working_time"},
    "holidays": {"working_time"},
    "phonenumbers": {"telephones"},
    "idna": {"domains"},
    "click": {"cli", "clock", "feed_commands", "tables"},
    "rich": {"tables"},
    "jinja2": {"hosting"},
    "sqlalchemy": {"hosting"},
    "alembic": {"hosting"},
    "starlette": {"hosting"},
    "uvicorn": {"hosting"},
}
CORE = {
    "errors",
    "working_time",
    "zone_names",
    "fields",
    "time_fields",
    "candidate",
    "records",
    "playbook",
    "results",
    "planning",
}
MODULES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    """The layer's name: the module, or the package that it is in."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    own = [name.split(".")[1] for name in imported(path) if name.startswith("followup_ics.")]
    for name in own:
        target = name if name in LEVEL else "__init__"
        assert LEVEL[target] <= LEVEL[room(path)], f"{room(path)} climbs to {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_each_library_has_its_room(path: Path) -> None:
    for name in imported(path):
        package = name.split(".")[0]
        assert room(path) in ONLY_IN.get(package, {room(path)}), f"{package} in {room(path)}"


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) in CORE],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_the_core_calls_no_clock_and_opens_no_file(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow", "time_ns", "read_text", "environ"}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}
