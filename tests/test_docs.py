"""The documentation, run: its Python, its commands, its records, its links, its generated pages.

Each page is followed from top to bottom as a reader would, in one empty folder that holds the
sample. `--rewrite` writes what the commands and the generator say now into the pages.
"""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from followup_ics import load_playbook, loads
from followup_ics.commands.cli import main
from followup_ics.hosting.store import Store
from paths import ROOT, SAMPLE
from terminal import talking

DOCS = ROOT / "docs"
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in TOP), *sorted(DOCS.rglob("*.md"))]
NOW = "1795428000"  # 2026-11-23 10:00 UTC
WIDTH = 96

GENERATED: dict[str, str] = runpy.run_path(str(DOCS / "generate.py"))["pages"]()

_PIECE = re.compile(
    r"^<!-- now: (?P<now>.+?) -->$"
    r"|^(?:<!-- (?P<note>[^\n]+?) -->\n)?^```(?P<language>[\w-]+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def shown(expected: str, actual: str) -> str:
    """Return what a page should show of an output: all of it, or as the page elides it."""
    before, now = expected.splitlines(), [line.rstrip() for line in actual.rstrip().splitlines()]
    if "..." not in before:
        return "".join(f"{line}\n" for line in now)
    parts = (r"(?:.*\n)*?" if line == "..." else re.escape(f"{line}\n") for line in before)
    if re.fullmatch("".join(parts), "".join(f"{line}\n" for line in now)):
        return expected
    first, last = before.index("..."), before[::-1].index("...")
    kept = [*now[:first], "...", *now[len(now) - last :]]
    return "".join(f"{line}\n" for line in kept)


@dataclass
class Reader:
    """Somebody who follows one page: a folder, a clock, a Python session, the last exit code."""

    folder: Path
    clock: str = NOW
    names: dict[str, object] = field(default_factory=dict)
    code: int = 0
    printed: str = ""

    def follow(self, text: str) -> str:
        """Return a page as it would be if all that it shows were true."""
        text = _PIECE.sub(self._piece, text)
        assert self.code == 0, "the last command failed, and the page does not say so"
        assert not self.printed, f"not shown on the page: {self.printed}"
        return text

    def close(self) -> None:
        """Close the stores that the page opened, which last as long as the application on them."""
        for each in self.names.values():
            if isinstance(each, Store):
                each.close()

    def _piece(self, match: re.Match[str]) -> str:
        if match["now"]:
            moment = datetime.strptime(match["now"], "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC)
            self.clock = str(int(moment.timestamp()))
            return match[0]
        body, before = match["body"], self.printed
        self.printed = ""
        assert not before or match["language"] == "text", f"not shown on the page: {before}"
        match match["language"]:
            case "python":
                self._python(body)
            case "text" if before:
                body = shown(body, before)
            case "yaml":
                self._yaml(body, match["note"] or "")
            case "console" if (match["note"] or "").startswith("types: "):
                body = self._typed(body, match["note"].removeprefix("types: ").split(" | "))
            case "console":
                body = self._console(body)
            case "ics":
                (self.folder / match["note"].removeprefix("file: ")).write_text(body)
        start, end = (at - match.start() for at in match.span("body"))
        return match[0][:start] + body + match[0][end:]

    def _python(self, code: str) -> None:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(code, "<page>", "exec"), self.names)
        self.printed = output.getvalue()

    def _yaml(self, text: str, note: str) -> None:
        kind, _, name = note.partition(": ")
        path = self.folder / (name or "unnamed.yaml")
        if kind == "append to":
            text = path.read_text() + text
        elif kind.startswith("before "):
            mark = kind.removeprefix("before ").removesuffix(" in")
            before, found, after = path.read_text().partition(f"\n{mark}")
            assert found, f"{name} has no line that begins with {mark}"
            text = f"{before}\n{text}{found.removeprefix(chr(10))}{after}"
        path.write_text(text)
        if kind == "with faults":
            return
        assert re.search(r"^(candidate|playbook):", text, re.MULTILINE), f"not whole: {text}"
        if re.search(r"^candidate:", text, re.MULTILINE):
            loads(text)
        else:
            load_playbook(path)

    def _console(self, text: str) -> str:
        _, *rest = _COMMAND.split(text)
        commands = zip(rest[::2], rest[1::2], strict=True)
        return "".join(
            f"$ {command}\n{shown(output.removeprefix(chr(10)), self._run(command))}"
            for command, output in commands
        )

    def _typed(self, text: str, answers: list[str]) -> str:
        """Run the one command of a block at a terminal, and answer what it asks."""
        command = text.removeprefix("$ ").partition("\n")[0]
        words = shlex.split(command)[1:]
        clock = {"SOURCE_DATE_EPOCH": self.clock, "TZ": "America/New_York"}
        with talking(*words, at=self.folder, **clock) as talk:
            for answer in answers:
                talk.answer_next(answer)
            self.code = talk.end()
        lines = [line.rstrip() for line in talk.said.strip().splitlines()]
        return "\n".join([f"$ {command}", *lines, ""])

    def _run(self, command: str) -> str:
        if command == "echo $?":
            code, self.code = self.code, 0
            return str(code)
        assert self.code == 0, f"before '{command}' a command failed, and the page does not say so"
        words = shlex.split(command)
        assert words.pop(0) == "followup-ics", f"not a command that is tried here: {command}"
        if words[:1] == ["show"] and not {"--json", "--html", "|", ">"} & set(words):
            return self._on_a_terminal(words)
        return self._on_a_pipe(words)

    def _on_a_pipe(self, words: list[str]) -> str:
        given = target = None
        if words[-2:] == ["|", "cat"]:
            words = words[:-2]
        if ">" in words:
            *words, _, target = words
        if "<" in words:
            *words, _, source = words
            given = (self.folder / source).read_bytes()
        environment = {"SOURCE_DATE_EPOCH": self.clock}
        done = CliRunner().invoke(
            main, words, input=given, env=environment, prog_name="followup-ics"
        )
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        self.code = done.exit_code
        if target is None:
            return done.output
        (self.folder / target).write_bytes(done.stdout_bytes)
        return done.stderr

    def _on_a_terminal(self, words: list[str]) -> str:
        """Run a command in a terminal of its own, since it looks different there."""
        reader, writer = pty.openpty()
        environment = {**os.environ, "SOURCE_DATE_EPOCH": self.clock, "COLUMNS": str(WIDTH)}
        process = subprocess.Popen(
            [sys.executable, "-m", "followup_ics", *words],
            stdin=writer,
            stdout=writer,
            stderr=writer,
            env={**environment, "TERM": "xterm", "NO_COLOR": "1"},
        )
        os.close(writer)
        output = b""
        with contextlib.suppress(OSError), os.fdopen(reader, "rb", buffering=0) as terminal:
            while chunk := terminal.read(65536):
                output += chunk
        self.code = process.wait()
        return _ESCAPES.sub("", output.decode().replace("\r\n", "\n"))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_shows_is_so(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, tmp_path)
    text = page.read_text(encoding="utf-8")
    with contextlib.closing(Reader(tmp_path)) as reader:
        followed = reader.follow(text)
    if request.config.getoption("--rewrite"):
        page.write_text(followed, encoding="utf-8")
    else:
        assert text == followed


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_up_to_date(name: str, request: pytest.FixtureRequest) -> None:
    page = DOCS / name
    if request.config.getoption("--rewrite"):
        page.write_text(GENERATED[name], encoding="utf-8")
    else:
        assert page.read_text(encoding="utf-8") == GENERATED[name]


# Links


_FENCED = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page: Path) -> list[str]:
    return _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings have on GitHub."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: no such file"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_the_index_leads_to_every_page() -> None:
    index = DOCS / "index.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in links(index)}
    assert {page for page in DOCS.rglob("*.md") if page != index} <= linked


def test_the_samples_first_line_points_at_the_schema() -> None:
    first = SAMPLE.read_text(encoding="utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (ROOT / path).read_text(encoding="utf-8") == GENERATED["reference/records.schema.json"]


# Shell completion


def completion_line(shell: str) -> str:
    """Return the line that the page tells the users of a shell to add."""
    text = (DOCS / "how-to" / "shell-completion.md").read_text(encoding="utf-8")
    found = re.search(rf"^.*_FOLLOWUP_ICS_COMPLETE={shell}_source.*$", text, re.MULTILINE)
    assert found, f"{shell} is not documented"
    return found[0]


ASKED: dict[str, Callable[[str], str]] = {
    "bash": lambda line: (
        f"{line}\nCOMP_WORDS=(followup-ics sch) COMP_CWORD=1\n"
        '_followup_ics_completion followup-ics; echo "${COMPREPLY[@]}"'
    ),
    "zsh": lambda line: f"autoload -Uz compinit; compinit -uD; {line}\necho $_comps[followup-ics]",
    "fish": lambda line: f"{line}\ncomplete -C 'followup-ics sch'",
}


@pytest.mark.parametrize("shell", ASKED)
def test_the_documented_line_completes(shell: str, tmp_path: Path) -> None:
    line = completion_line(shell)
    if shutil.which(shell) is None:
        script = CliRunner().invoke(
            main, prog_name="followup-ics", env={"_FOLLOWUP_ICS_COMPLETE": f"{shell}_source"}
        )
        assert "_followup_ics_completion" in script.output
        return
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [shell, "-c", ASKED[shell](line)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": beside, "HOME": str(tmp_path)},
    )
    assert re.match("schema|_followup_ics_completion", done.stdout)


def test_each_test_that_the_threat_model_names_is_there() -> None:
    page = (DOCS / "explanation" / "threat-model.md").read_text(encoding="utf-8")
    named = set(re.findall("`(test_[a-z0-9_]+)`", page))
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = {name for source in sources for name in re.findall(r"def (test_\w+)\(", source)}
    assert named - there == set()
    assert named
