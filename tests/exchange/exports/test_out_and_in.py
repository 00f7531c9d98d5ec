"""What leaves comes in again without a difference, where it came from and in an empty installation."""

import zipfile
from contextlib import contextmanager
from datetime import date, time

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.batches.rules import BatchFormat
from caseapp.clock import now
from caseapp.db import db
from caseapp.demo.actions import load_demo, load_people
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.exports.actions import make_export
from caseapp.exchange.exports.rules import ExportKind
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.i18n import in_language
from caseapp.organisation import list_rules
from caseapp.organisation.rules import ListKind
from tests.exchange.exports.reading import files_in, sheets_in
from tests.world import (
    amend,
    assign,
    join,
    keep,
    make_activity,
    make_approval,
    make_client,
    make_goal,
    make_group,
    make_meeting,
    make_team,
    make_user,
)

NOTES = [
    "=1+1",
    "'-5 is what she said",
    "''+972 50",
    '- בית קפה\n- ספרייה, "מול הים"',
    "Да; «хорошо»\n\nи ещё",
    "قهوة مع صديق، ثم البيت",
    'He said: "later; perhaps", and left',
    "",
]


@pytest.fixture
def installation(engine, stores):
    """An empty installation of this engine, as often as it is asked for; the one before it ends."""

    @contextmanager
    def fresh():
        with stores(engine).fresh() as app:
            yield app

    return fresh


def the_team():
    """The same people in every installation."""
    team = make_team("North")
    return {
        "team": team,
        "supervisor": make_user(Role.SUPERVISOR, team, username="supervisor1"),
        "mentor": make_user(Role.MENTOR, team, username="mentor1"),
        "cover": make_user(Role.MENTOR, team, username="mentor2"),
    }


OWN = {"own_riding": 'רכיבה; "טיפולית"', "own_animals": "בעלי חיים"}


@pytest.fixture(autouse=True)
def own_lists(monkeypatch):
    """The organisation has a service and an area of its own."""
    built_in = list_rules.BUILT_IN
    for kind, code in ((ListKind.SERVICES, "own_riding"), (ListKind.DOMAINS, "own_animals")):
        monkeypatch.setitem(built_in, kind, {**built_in[kind], code: OWN[code]})


def a_rich_record(people):
    """What is awkward in a spreadsheet, once each."""
    team, mentor = people["team"], people["mentor"]
    dana = make_client(
        *(team, mentor),
        given_name='דנה "דידי"',
        family_name="O'Neil-כהן",
        preferred_name="=Didi",
        national_id="000000018",
        phone="+972502345935",
        birth_on=date(1980, 3, 4),
        language="ar",
        gender_form="feminine",
    )
    boris = make_client(team, mentor, given_name="Борис", family_name="Ёлкин", national_id="000000026", language="ru")
    assign(dana, people["cover"], date(2026, 11, 1), date(2026, 12, 1))
    for service, first in (("social_mentoring", date(2026, 2, 1)), ("social_club", date(2026, 1, 1))):
        make_approval(dana, service=service, amount="2.5", starts_on=first, ends_on=date(2027, 1, 31))
    terms = {"amount": 6, "unit": "meeting", "per": "month", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 9, 1)}
    make_approval(boris, service="own_riding", **terms)
    make_goal(boris, client_words="Лошади", domain="own_animals")
    make_goal(dana, client_words="+ לשתות קפה\nעם חברה", domain="friends", target_on=date(2026, 12, 31), baseline=-2)
    make_goal(dana, client_words="@home, alone", domain="home", target_on=None, baseline=1)
    make_goal(boris, client_words="В театр", domain="leisure", error_at=now())
    for number, note in enumerate(NOTES):
        make_activity(dana, mentor, date(2026, 10, 1 + number), starts_at=time(9, 5 * number), note=note)
    make_activity(boris, mentor, date(2026, 10, 5), minutes=0, outcome="no_show", mode="phone", note="Nobody answered")
    make_activity(boris, mentor, date(2026, 10, 6), error_at=now(), note="Somebody else's")
    make_activity(boris, mentor, date(2026, 12, 6), outcome="planned", minutes=0, note="")
    group = make_group(team, mentor, name="Art - יצירה", weekday=0, starts_at=time(17))
    join(group, dana)
    held = make_meeting(group, date(2026, 11, 8), called_at=now())
    make_meeting(group, date(2026, 11, 15), called_at=now(), status=MeetingStatus.HOLIDAY)
    make_meeting(group, date(2026, 11, 1), called_at=now(), status=MeetingStatus.CANCELLED)
    make_meeting(group, date(2026, 11, 22))
    mark = {"meeting_id": held.id, "held_on": held.held_on, "marked_at": now()}
    keep(AttendanceMark(client_id=dana.id, mark=Mark.LEFT_EARLY, **mark))
    keep(AttendanceMark(client_id=boris.id, mark=Mark.LATE, is_guest=True, **mark))
    walks = make_group(team, name="Walks - by the sea")
    join(walks, boris)
    for day in (date(2026, 11, 3), date(2026, 11, 5)):
        make_meeting(walks, day, called_at=now())
    join(make_group(team, name="Never met", weekday=2, starts_at=time(10)), boris)
    join(make_group(team, name="Whenever"), dana)
    make_group(team, name="Nobody's", weekday=3)


def supervisor():
    return db.session.scalars(sa.select(User).where(User.username == "supervisor1")).one()


def taken_out(folder, shape, language):
    """The records of the supervisor's team, left in the folder as whoever downloads them would."""
    with in_language(language):
        content = make_export(ExportKind.CASELOAD, supervisor(), shape, "").content
    folder.mkdir()
    if shape is BatchFormat.XLSX:
        (folder / "caseload.xlsx").write_bytes(content)
        return sheets_in(content)
    (folder / "caseload.zip").write_bytes(content)
    with zipfile.ZipFile(folder / "caseload.zip") as files:
        files.extractall(folder)
    (folder / "caseload.zip").unlink()
    return files_in(content)


def check_round_trip(installation, tmp_path, shape, language, fill, fill_people):
    with installation():
        fill()
        before = taken_out(tmp_path / "out", shape, language)
        caseload = import_caseload(supervisor(), tmp_path / "out")
        assert [count.added for count in (caseload.clients, caseload.goals, caseload.activities)] == [0, 0, 0]
        assert (caseload.groups.members, caseload.groups.meetings, caseload.groups.marks) == (0, 0, 0)
        assert (caseload.differences, caseload.rejected, caseload.left_out) == ([], [], [])
        assert taken_out(tmp_path / "same", shape, language) == before
    with installation():
        fill_people()
        caseload = import_caseload(supervisor(), tmp_path / "out")
        assert (caseload.rejected, caseload.left_out, caseload.differences) == ([], [], [])
        after = taken_out(tmp_path / "again", shape, language)
    assert after.keys() == before.keys()
    for name, rows in before.items():
        assert after[name] == rows, name
    return before


SHAPES = [(shape, language) for shape in (BatchFormat.CSV, BatchFormat.XLSX) for language in ("he", "en")]


@pytest.mark.parametrize(("shape", "language"), SHAPES)
def test_a_teams_records_come_back_equal(installation, tmp_path, shape, language):
    files = check_round_trip(installation, tmp_path, shape, language, lambda: a_rich_record(the_team()), the_team)
    assert [len(rows) for rows in files.values()] == [4, 4, 10, 5, 4, 4, 4]


def test_who_has_no_id_number_and_whose_mentor_has_left_come_back_where_they_came_from(installation, tmp_path):
    def fill():
        people = the_team()
        nameless = make_client(people["team"], people["mentor"], national_id=None)
        left = make_client(people["team"], people["cover"], national_id="000000018")
        make_goal(nameless, client_words="To paint")
        make_activity(nameless, people["mentor"], date(2026, 10, 5), note="We spoke")
        group = make_group(people["team"], people["mentor"], weekday=0)
        for client in (nameless, left):
            join(group, client)
        held = make_meeting(group, date(2026, 11, 8), called_at=now())
        mark = {"meeting_id": held.id, "held_on": held.held_on, "marked_at": now()}
        keep(AttendanceMark(client_id=nameless.id, mark=Mark.PRESENT, **mark))
        amend(people["cover"], disabled_at=now())

    with installation():
        fill()
        taken_out(tmp_path / "out", BatchFormat.CSV, "en")
        caseload = import_caseload(supervisor(), tmp_path / "out")
        counts = (caseload.clients, caseload.goals, caseload.activities, caseload.groups)
        assert [count.already_there for count in counts] == [2, 1, 1, 1]
        assert [count.added for count in counts] == [0, 0, 0, 0]
        assert (caseload.differences, caseload.rejected, caseload.left_out) == ([], [], [])
        assert (caseload.groups.members, caseload.groups.marks) == (0, 0)
    with installation(), in_language("en"):
        the_team()
        caseload = import_caseload(supervisor(), tmp_path / "out")
        assert caseload.clients.added == 1
        faults = {row.faults[0].sentence for _sheet, row in caseload.rejected}
        assert "This client's file is no longer here." in faults


@pytest.mark.prove
@pytest.mark.parametrize(("shape", "language"), SHAPES)
def test_the_year_of_the_demo_comes_back_equal(installation, tmp_path, shape, language):
    files = check_round_trip(installation, tmp_path, shape, language, load_demo, load_people)
    assert len(next(iter(files.values()))) > 8
