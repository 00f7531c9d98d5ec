import json
import stat
from pathlib import Path

import pytest

from caseapp.access import Role
from caseapp.cli.caseload import import_folder
from caseapp.errors import NotAllowed, RuleBroken
from tests.world import make_team, make_user

SAMPLES = Path(__file__).parents[1] / "exchange" / "samples"


@pytest.fixture
def folder(tmp_path):
    for path in SAMPLES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture
def short(folder):
    """The same folder with a twentieth of the meetings, the faulty ones among them."""
    path = folder / "meetings.csv"
    heading, *rows = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([heading, *rows[:42], *rows[-4:]]), "utf-8")
    return folder


@pytest.fixture
def bring_in(app, folder):
    team = make_team()
    for number in range(1, 5):
        make_user(Role.MENTOR, team, username=f"mentor{number}")
    make_user(Role.ADMINISTRATOR, username="admin")
    make_user(Role.SUPERVISOR, team, username="supervisor1")

    def run(*more, by="admin"):
        return app.test_cli_runner().invoke(import_folder, [str(folder), "--by", by, *more])

    return run


def test_the_command_says_in_plain_words_what_came_in(bring_in, folder):
    said = bring_in()
    assert said.exit_code == 0
    assert said.output.splitlines()[:5] == [
        "Clients: 42 added, 0 already there, 2 rejected.",
        "Goals: 84 added, 0 already there, 0 rejected.",
        "Activities: 931 added, 1 already there, 3 rejected.",
        "Groups: 1 added, 0 already there, 0 rejected.",
        "In the groups: 14 members, 10 meetings, 1 holiday, 120 attendance marks.",
    ]
    assert "clients.csv, line 44, תאריך לידה: There is no date" in said.output
    assert "meetings.csv, line 936, שעה:" in said.output
    assert str(folder / "clients.rejected.csv") in said.output


def test_with_json_it_says_the_same_to_a_program(bring_in, folder):
    told = json.loads(bring_in("--json").output)
    assert told["clients"] == {"added": 42, "already_there": 0, "rejected": 2}
    assert told["goals"] == {"added": 84, "already_there": 0, "rejected": 0}
    assert told["activities"] == {"added": 931, "already_there": 1, "rejected": 3}
    groups = {"added": 1, "already_there": 0, "rejected": 0, "members": 14, "meetings": 10, "holidays": 1, "marks": 120}
    assert told["groups"] == groups
    assert {(fault["file"], fault["line"]) for fault in told["faults"]} == {
        ("clients.csv", 44),
        ("clients.csv", 45),
        ("meetings.csv", 934),
        ("meetings.csv", 935),
        ("meetings.csv", 936),
    }
    assert all(fault["column"] and fault["sentence"] for fault in told["faults"])
    assert told["rejected_files"] == [str(folder / f"{name}.rejected.csv") for name in ("clients", "meetings")]
    assert json.loads(bring_in("--json").output)["activities"] == {"added": 0, "already_there": 932, "rejected": 3}


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_terminal_learns_no_name_and_no_note(bring_in, short, language):
    """Not even from rows whose cells have shifted, with names and notes under the wrong headings."""
    with (short / "clients.csv").open("a", encoding="utf-8") as file:
        file.write("CANARYNAME,CANARYNAME,CANARYNAME,CANARYNAME,CANARYNAME,CANARYNAME,CANARYNAME,CANARYNAME\n")
    with (short / "meetings.csv").open("a", encoding="utf-8") as file:
        file.write("18,CANARYNOTE,CANARYNOTE,CANARYNOTE,CANARYNOTE,CANARYNOTE,CANARYNOTE\n")
    for more in ((), ("--json",)):
        said = bring_in("--language", language, *more).output
        assert "CANARY" not in said
        assert not [name for name in ("פטרובה", "רוזנברג", "אזולאי", "שגויה", "לפני-התחלה") if name in said]
    rejected = short / "meetings.rejected.csv"
    assert "CANARYNOTE" in rejected.read_text(encoding="utf-8-sig")
    assert stat.S_IMODE(rejected.stat().st_mode) == 0o600


def test_rejected_rows_go_where_they_are_wanted(bring_in, short, tmp_path):
    bring_in("--rejected", str(tmp_path / "aside" / "here"))
    aside = tmp_path / "aside" / "here"
    assert sorted(path.name for path in aside.iterdir()) == ["clients.rejected.csv", "meetings.rejected.csv"]
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700


@pytest.mark.usefixtures("short")
def test_only_somebody_who_may_can_be_named(bring_in):
    assert isinstance(bring_in(by="mentor1").exception, NotAllowed)
    assert isinstance(bring_in(by="nobody").exception, RuleBroken)
    assert bring_in(by="ADMIN").exit_code == 0


def test_differences_are_taken_on_request_by_who_may_read_them(bring_in, short):
    assert bring_in(by="supervisor1").exit_code == 0
    path = short / "meetings.csv"
    path.write_text(path.read_text("utf-8-sig").replace("ליווי בקהילה", "טלפון", 1), "utf-8")
    refused = bring_in("--take-differences")
    assert isinstance(refused.exception, NotAllowed)
    told = json.loads(bring_in("--json", by="supervisor1").output)
    assert (len(told["differences"]), told["differences_taken"]) == (1, {"taken": 0, "amended": 0, "left": 0})
    said = bring_in("--take-differences", by="supervisor1").output
    assert "Differences: 1 taken, 0 added as corrections beside final notes, 0 left as they are." in said
    assert json.loads(bring_in("--json", by="supervisor1").output)["differences"] == []
