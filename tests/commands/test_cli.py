"""The command line, as people and scripts use it."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import pytz
from icalendar import Calendar

from followup_ics.commands.cli import main
from paths import PLAYBOOK, SAMPLE
from terminal import environment, run


def test_build_writes_a_calendar_and_says_what_comes_next(tmp_path: Path) -> None:
    done = run("build", SAMPLE, "-o", "out.ics", at=tmp_path)
    assert done.returncode == 0
    count = len(Calendar.from_ical((tmp_path / "out.ics").read_bytes()).walk("VEVENT"))
    first, past, last = done.stdout.splitlines()
    numbers = [int(word) for word in first.replace(",", "").split() if word.isdigit()]
    assert first.startswith("out.ics: ")
    assert numbers[2] == count
    left = json.loads(run("show", SAMPLE, "--json", "--from", "2026-11-23", at=tmp_path).stdout)
    statuses = [each["status"] for each in left["follow_ups"]]
    assert numbers[0] == statuses.count("planned")
    assert past == (
        "16 past follow-ups are not logged: log what you did; in an interview written down late, "
        "set follow_up_from."
    )
    assert last == "Next: Mon 23 Nov 09:00 Keep searching."


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, 2), (2, 4), (5, 6)])
def test_build_warns_of_what_the_records_may_not_mean(
    tmp_path: Path, count: int, told: int
) -> None:
    # Neither the tactic's name nor the person's is written as it is.
    log = ", ".join(f"{{on: 2026-11-03 1{n}:00, did: thank you, to: Who{n}}}" for n in range(count))
    person = "{name: Dana, part: hiring_manager, email: d@acme.example}"
    one = f"{{company: Acme, role: Dev, start: 2026-11-02 14:00, people: [{person}], log: [{log}]}}"
    text = f"candidate: {{timezone: UTC}}\ninterviews: [{one}]\n"
    done = run("build", "-", "-o", "out.ics", at=tmp_path, text=text)
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (0, told)
    assert all("warning: " in line for line in lines[:5])
    assert lines[5:] == ["5 more: followup-ics check -"] * (count == 5)


UNLOGGED = [
    pytest.param("2026-11-02", [], id="nothing is past"),
    pytest.param("2026-11-04", ["1 past follow-up is not logged"], id="the thank-you"),
    pytest.param("2026-11-07", ["3 past follow-ups are not logged"], id="a week"),
    pytest.param("2027-06-01", ["10 past follow-ups are not logged"], id="over"),
]


@pytest.mark.parametrize(("today", "told"), UNLOGGED)
@pytest.mark.parametrize("command", ["build", "show", "check"])
def test_the_past_that_nobody_logged_is_counted(
    tmp_path: Path, command: str, today: str, told: list[str]
) -> None:
    person = "{name: Dana, part: hiring_manager, email: d@acme.example, phone: +1 212 555 0101}"
    one = f"{{company: Acme, role: Engineer, start: 2026-11-02 14:00, people: [{person}]}}"
    records = f"candidate: {{timezone: America/New_York}}\ninterviews: [{one}]\n"
    (tmp_path / "one.yaml").write_text(records)
    epoch = str(int(datetime.fromisoformat(f"{today}T00:00+00:00").timestamp()))
    done = run(command, "one.yaml", at=tmp_path, SOURCE_DATE_EPOCH=epoch)
    lines = [each for each in (done.stdout + done.stderr).splitlines() if "not logged" in each]
    assert [each.partition(":")[0] for each in lines] == told
    if command == "build" and today.startswith("2027"):
        assert "one.ics: 0 follow-ups planned, 0 done;" in done.stdout


def test_what_is_overdue_but_not_too_late_comes_first(tmp_path: Path) -> None:
    day_after = "1794960000"  # 2026-11-18 00:00 UTC
    done = run("build", SAMPLE, "-o", "out.ics", at=tmp_path, SOURCE_DATE_EPOCH=day_after)
    assert (
        "Still open: Call Helen Okafor (Lakeside Health) (until Tue 17 Nov 23:59)." in done.stdout
    )


def test_building_again_changes_nothing_not_even_the_files_time(tmp_path: Path) -> None:
    run("build", SAMPLE, "-o", "out.ics", at=tmp_path)
    before = (tmp_path / "out.ics").stat()
    again = run("build", SAMPLE, "-o", "out.ics", at=tmp_path, SOURCE_DATE_EPOCH="1798000000")
    assert "nothing changed" in again.stdout
    assert (tmp_path / "out.ics").stat().st_mtime_ns == before.st_mtime_ns


def test_the_calendar_stands_beside_the_records_by_default(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(SAMPLE.read_bytes())
    assert run("build", "mine.yaml", at=tmp_path).returncode == 0
    assert (tmp_path / "mine.ics").exists()


def test_a_dash_is_standard_input_and_output(tmp_path: Path) -> None:
    done = run("build", "-", at=tmp_path, text=SAMPLE.read_text())
    assert done.stdout.startswith("BEGIN:VCALENDAR")
    assert "standard output: " in done.stderr
    assert os.listdir(tmp_path) == []


def test_faults_end_with_1_and_leave_the_last_good_output(tmp_path: Path) -> None:
    run("build", SAMPLE, "-o", "out.ics", at=tmp_path)
    before = (tmp_path / "out.ics").read_bytes()
    (tmp_path / "bad.yaml").write_text("candidate: {timezone: Mars/Base}\n")
    done = run("build", "bad.yaml", "-o", "out.ics", at=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("bad.yaml:1:")
    assert (tmp_path / "out.ics").read_bytes() == before


WRONG_USAGE = [
    pytest.param(["build"], id="no file"),
    pytest.param(["build", "missing.yaml"], id="a file that is not there"),
    pytest.param(["build", ""], id="a file without a name"),
    pytest.param(["bild", "x"], id="a misspelt command"),
    pytest.param(["show", SAMPLE, "--from", "yesterday"], id="no date"),
    pytest.param(["show", SAMPLE, "--company", "Nobody"], id="an unknown company"),
    pytest.param(["show", SAMPLE, "--from", "2027-01-02", "--to", "2027-01-01"], id="swapped"),
    pytest.param(["show", SAMPLE, "--json", "--html", "x.html"], id="two formats at once"),
    pytest.param(["schema", "everything"], id="an unknown schema"),
]


@pytest.mark.parametrize("words", WRONG_USAGE)
def test_wrong_usage_ends_with_2_and_says_why(words: list[str | Path], tmp_path: Path) -> None:
    done = run(*words, at=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_epoch_is_wrong_usage(tmp_path: Path) -> None:
    assert run("build", SAMPLE, at=tmp_path, SOURCE_DATE_EPOCH="soon").returncode == 2


def test_somebody_elses_calendar_is_never_overwritten(tmp_path: Path) -> None:
    theirs = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me//EN\r\nEND:VCALENDAR\r\n"
    (tmp_path / "private.ics").write_bytes(theirs)
    done = run("build", SAMPLE, "-o", "private.ics", at=tmp_path)
    assert done.returncode == 1
    assert (
        "private.ics: cannot be written: the calendar that is there was not written by"
        in done.stderr
    )
    assert (tmp_path / "private.ics").read_bytes() == theirs


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    run("build", SAMPLE, "-o", "out.ics", at=tmp_path)
    before = (tmp_path / "out.ics").read_bytes()
    (tmp_path / "new.yaml").write_text(SAMPLE.read_text().replace("Northwind", "Southwind"))
    done = subprocess.run(
        [sys.executable, "-m", "followup_ics", "build", "new.yaml", "-o", "out.ics"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert done.returncode == 1
    assert "what was there is unchanged" in done.stderr
    assert (tmp_path / "out.ics").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["new.yaml", "out.ics"]


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.ics"
    run("build", SAMPLE, "-o", real, at=tmp_path)
    real.chmod(0o640)
    (tmp_path / "link.ics").symlink_to(real)
    (tmp_path / "new.yaml").write_text(SAMPLE.read_text().replace("Northwind", "Southwind"))
    assert run("build", "new.yaml", "-o", "link.ics", at=tmp_path).returncode == 0
    assert (tmp_path / "link.ics").is_symlink()
    assert b"Southwind" in real.read_bytes()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_output_to_a_folder_that_is_not_there_is_explained(tmp_path: Path) -> None:
    done = run("build", SAMPLE, "-o", "nowhere/out.ics", at=tmp_path)
    assert done.returncode == 1
    assert "nowhere/out.ics: cannot be written" in done.stderr


def test_show_on_a_pipe_is_plain_and_starts_today(tmp_path: Path) -> None:
    done = run("show", SAMPLE, at=tmp_path)
    first = done.stdout.splitlines()[0]
    assert first.split("\t") == ["2026-11-23 09:00", "self", "planned", "Keep searching"]
    assert "\x1b" not in done.stdout


def test_show_keeps_to_a_company_and_to_dates(tmp_path: Path) -> None:
    words = ("show", SAMPLE, "--json", "--company", "lakeside")
    done = run(*words, "--from", "2026-12-01", "--to", "2026-12-11", at=tmp_path)
    found = json.loads(done.stdout)["follow_ups"]
    assert {each["company"] for each in found} == {"Lakeside Health"}
    assert {each["start"][:10] for each in found} == {"2026-12-03", "2026-12-11"}


def test_json_has_exactly_the_promised_fields(tmp_path: Path) -> None:
    plan = json.loads(run("show", SAMPLE, "--json", at=tmp_path).stdout)
    assert list(plan) == ["follow_ups", "notes"]
    fields = (
        "uid tactic company role person channel start end timezone earliest latest status late "
        "summary description reasons interview"
    )
    assert {tuple(each) for each in plan["follow_ups"]} == {tuple(fields.split())}
    assert {tuple(each) for each in plan["notes"]} == {("about", "level", "text")}


def test_show_html_writes_one_page(tmp_path: Path) -> None:
    assert run("show", SAMPLE, "--html", "plan.html", at=tmp_path).returncode == 0
    page = (tmp_path / "plan.html").read_text()
    assert page.lower().startswith("<!doctype html>")
    assert "Northwind Robotics" in page


def test_check_says_what_to_add(tmp_path: Path) -> None:
    done = run("check", SAMPLE, at=tmp_path)
    assert done.returncode == 0
    assert "no faults" in done.stdout
    assert "Add the telephone number of Sam Whitfield." in done.stdout


def test_init_writes_a_file_that_can_be_built_and_never_overwrites(tmp_path: Path) -> None:
    assert run("init", at=tmp_path).returncode == 0
    assert run("build", "interviews.yaml", at=tmp_path).returncode == 0
    (tmp_path / "interviews.yaml").write_text("mine")
    assert run("init", at=tmp_path).returncode == 1
    assert (tmp_path / "interviews.yaml").read_text() == "mine"


def test_show_details_says_what_to_do_and_why(tmp_path: Path) -> None:
    done = run("show", SAMPLE, "--company", "orchard", "--details", at=tmp_path)
    assert "    Why this, why now:" in done.stdout


def test_the_default_playbook_can_be_taken_as_a_start(tmp_path: Path) -> None:
    assert run("init", "--playbook", at=tmp_path).returncode == 0
    own = run("show", SAMPLE, "--json", "--playbook", "playbook.yaml", at=tmp_path)
    assert own.stdout == run("show", SAMPLE, "--json", at=tmp_path).stdout


def test_a_playbook_of_ones_own_is_followed_and_its_faults_are_placed(tmp_path: Path) -> None:
    own = PLAYBOOK.read_text()
    (tmp_path / "own.yaml").write_text(own.replace("minutes: 60", "minutes: 90"))
    done = run("show", SAMPLE, "--json", "--playbook", "own.yaml", at=tmp_path)
    plan = json.loads(done.stdout)["follow_ups"]
    (first, *_) = [each for each in plan if each["tactic"] == "stand_out"]
    assert first["end"][11:16] != first["start"][11:16]
    (tmp_path / "own.yaml").write_text(own.replace("minutes: 60", "minuts: 60"))
    faulty = run("show", SAMPLE, "--playbook", "own.yaml", at=tmp_path)
    assert faulty.returncode == 1
    assert "unknown field; did you mean minutes?" in faulty.stderr


HEAVY = {
    *("pydantic", "yaml", "pytz", "dateutil", "holidays", "phonenumbers", "idna", "icalendar"),
    *("recurring_ical_events", "rich", "jinja2", "sqlalchemy", "alembic", "starlette", "uvicorn"),
}
PLANNING = {"pydantic", "pydantic.main", "yaml", "pytz", "dateutil", "holidays"}


def imported(code: str, at: Path, **env: str) -> set[str]:
    """Return the heavy packages that are there at the end of some code."""
    ends = f"print(*{HEAVY | {'pydantic.main'}} & sys.modules.keys(), file=sys.stderr)"
    code = f"import sys\ntry:\n    {code}\nfinally:\n    {ends}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=at,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        pytest.param(["--help"], set(), id="help"),
        pytest.param([], set(), id="nothing"),
        pytest.param(["--version"], {"pytz", "dateutil"}, id="version"),
        pytest.param(["build", SAMPLE, "-o", "out.ics"], PLANNING, id="build"),
        pytest.param(["show", SAMPLE], PLANNING, id="show on a pipe"),
        pytest.param(["today", SAMPLE], PLANNING, id="today"),
        pytest.param(["show", SAMPLE, "--html", "a.html"], PLANNING | {"jinja2"}, id="a page"),
    ],
)
def test_a_command_waits_for_no_package_that_it_does_not_need(
    words: list[str], needed: set[str], tmp_path: Path
) -> None:
    run_it = f"from followup_ics.commands.cli import main; main({[*map(str, words)]})"
    assert imported(run_it, tmp_path) == needed


def test_the_tab_key_waits_for_none_either(tmp_path: Path) -> None:
    asked = {"COMP_WORDS": "followup-ics ", "COMP_CWORD": "1"}
    code = "from followup_ics.commands.cli import main; main(prog_name='followup-ics')"
    assert imported(code, tmp_path, _FOLLOWUP_ICS_COMPLETE="bash_complete", **asked) == set()


def test_importing_the_package_imports_no_other(tmp_path: Path) -> None:
    assert imported("import followup_ics", tmp_path) == set()
    assert imported("from followup_ics import RecordsError", tmp_path) == set()


def test_every_command_says_in_the_list_what_it_does_and_nothing_is_cut_off(tmp_path: Path) -> None:
    lines = run("--help", at=tmp_path).stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == sorted(main.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in lines)
    assert all(run(name, "--help", at=tmp_path).returncode == 0 for name in main.commands)


def test_a_zone_that_this_machine_has_no_data_for_is_a_fault(tmp_path: Path) -> None:
    zone = Path("America", "New_York")
    (tmp_path / "zones" / zone).parent.mkdir(parents=True)
    shutil.copy(Path(pytz.__file__).parent / "zoneinfo" / zone, tmp_path / "zones" / zone)
    records = tmp_path / "records.yaml"
    env = {"PYTZ_TZDATADIR": str(tmp_path / "zones")}
    for name, code in (("America/New_York", 0), ("Europe/Paris", 1)):
        records.write_text(f"candidate: {{timezone: {name}}}\n")
        done = run("check", records, at=tmp_path, **env)
        assert done.returncode == code, done.stderr
    assert "found 'Europe/Paris'" in done.stderr


def test_the_version_says_which_zone_data_is_in_use(tmp_path: Path) -> None:
    done = run("--version", at=tmp_path)
    assert re.fullmatch(r"followup-ics, version \S+, zone data 20\d\d[a-z]\n", done.stdout)


NO_RECORDS = [
    ("today", "mine.yaml"),
    ("show", "mine.yaml"),
    ("build", "mine.yaml"),
    ("log", "mine.yaml", "1", "--done"),
    ("away", "mine.yaml", "fri"),
]


@pytest.mark.parametrize("words", NO_RECORDS, ids=lambda words: words[0])
def test_where_there_are_no_records_yet_it_says_how_to_make_them(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(*words, at=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "mine.yaml: cannot be read: No such file or directory; "
        "followup-ics init mine.yaml makes it\n"
    )


def test_commands_to_copy_name_a_file_with_blanks_as_the_shell_takes_it(tmp_path: Path) -> None:
    name = "my jobs.yaml"
    missing = run("today", name, at=tmp_path).stderr
    assert "; followup-ics init 'my jobs.yaml' makes it" in missing
    assert "run: followup-ics build 'my jobs.yaml'" in run("init", name, at=tmp_path).stdout
    (tmp_path / name).write_bytes(SAMPLE.read_bytes())
    assert "followup-ics log 'my jobs.yaml' NUMBER" in run("today", name, at=tmp_path).stderr
