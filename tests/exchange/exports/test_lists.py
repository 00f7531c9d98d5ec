"""A list leaves as the page shows it: the same people, the same order, the same figures."""

import re
from datetime import date, time
from io import BytesIO
from zipfile import ZipFile

import pytest

from caseapp.audit.rules import Act
from caseapp.basket.rules import ApprovalUnit
from caseapp.circles.actions import mark_circle_in_error
from caseapp.clock import now
from caseapp.exchange.queries import own_id
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.ties.rules import StillThere, TieStepKind
from tests.batches.printing import entries
from tests.circles.drawing import GROCERY, MUM, NOW, THEN, draw
from tests.exchange.exports.reading import download, rows_in, sheets_in, whole_text
from tests.trail import clients_of
from tests.world import (
    join,
    keep,
    make_activity,
    make_approval,
    make_client,
    make_group,
    make_meeting,
    make_tie,
    make_tie_step,
)


@pytest.fixture
def people(world):
    """Three more of the mentor's clients, who were met more and less lately."""
    names = ("Anat", "Boris", "Carmel")
    clients = [make_client(world.team, world.mentor, given_name=name, family_name="Zohar") for name in names]
    make_activity(clients[0], world.mentor, date(2026, 11, 20), minutes=90)
    make_activity(clients[1], world.mentor, date(2026, 9, 1))
    return clients


def names_on(page):
    return [name for name in ("Anat Zohar", "Boris Zohar", "Carmel Zohar") if name in page.words]


def test_the_list_of_people_is_that_of_the_page(world, as_, people):
    browser = as_(world.supervisor)
    head, *rows = rows_in(download(browser, "?kind=people").data)
    assert head == ["Name", "Told apart by", "Status", "Mentor", "Last met", "Approved until"]
    page = browser.see("/clients")
    assert [row[0] for row in rows] == sorted([row[0] for row in rows], key=page.words.index)
    assert len(rows) == 5
    anat = next(row for row in rows if row[0] == "Anat Zohar")
    assert anat == ["Anat Zohar", "", "Active", world.mentor.name, "20/11/2026", ""]
    (entry,) = entries(Act.RECORDS_EXPORTED)
    assert len(clients_of(entry.id)) == 5


def test_what_leaves_names_who_took_it_along_and_when(world, as_, people):
    """On each printed page of a workbook, and in the first row of a text."""
    world.supervisor.name = "Sara & Supervisor"
    keep(world.supervisor)
    with ZipFile(BytesIO(download(as_(world.supervisor), "?kind=people", "xlsx").data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<oddFooter>Taken by Sara &amp;&amp; Supervisor, 22.11.2026 " in sheet
    (mark,), headings, *_rows = whole_text(download(as_(world.supervisor), "?kind=people").data)
    assert re.fullmatch("Taken by Sara & Supervisor, 22.11.2026 [0-9]{2}:[0-9]{2}", mark)
    assert headings[0] == "Name"


def test_the_board_leaves_as_filtered_and_in_its_order(world, as_, people):
    browser = as_(world.supervisor)
    everybody = rows_in(download(browser, "?kind=board").data)
    assert len(everybody) == 6
    overdue = rows_in(download(browser, "?kind=board&reason=not_met").data)
    page = browser.see("/board?reason=not_met")
    assert [row[0] for row in overdue[1:]] == sorted([row[0] for row in overdue[1:]], key=page.words.index)
    assert "Anat Zohar" not in [row[0] for row in overdue]
    assert "Boris Zohar" in [row[0] for row in overdue]
    boris = dict(zip(overdue[0], next(row for row in overdue if row[0] == "Boris Zohar"), strict=True))
    assert boris["Last met"] == "01/09/2026"
    assert boris["Why"].split(" · ")[0] in page.words
    of_mate = rows_in(download(browser, f"?kind=board&mentor={world.team_mate.id}").data)
    assert [row[0] for row in of_mate[1:]] == [world.team_mates_client.name]
    assert {frozenset(clients_of(entry.id)) for entry in entries(Act.RECORDS_EXPORTED)} >= {
        frozenset({world.team_mates_client.id})
    }


def test_hours_are_those_of_the_board(world, as_, people):
    make_approval(people[0])
    head, *rows = sheets_in(download(as_(world.supervisor), "?kind=hours", "xlsx").data)["Hours"]
    anat = dict(zip(head, next(row for row in rows if row[0] == "Anat Zohar"), strict=True))
    assert (anat["Used"], anat["Unit (hours as a decimal)"], anat["From"], anat["To"]) == (
        1.5,
        "Hours",
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    assert anat["Approved"] - anat["Used"] == pytest.approx(anat["Remaining"])


def test_the_board_has_what_was_used_in_every_unit_named_in_its_heading(world, as_, people):
    make_approval(people[0], ends_on=date(2026, 11, 9))
    make_approval(people[0], unit=ApprovalUnit.MEETING, starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 22))
    make_activity(people[0], world.mentor, date(2026, 11, 2), minutes=95)
    make_activity(people[0], world.mentor, date(2026, 11, 21), minutes=60)
    browser = as_(world.supervisor)
    head, *rows = sheets_in(download(browser, "?kind=board", "xlsx").data)["Board"]
    anat = dict(zip(head, next(row for row in rows if row[0] == "Anat Zohar"), strict=True))
    told = [anat[f"{unit} used this month{more}"] for unit, more in
            (("Hours", ", as a decimal"), ("Meetings", ""), ("Days", ""))]  # fmt: skip
    assert told == [pytest.approx(95 / 60), 2, ""]
    assert anat["Hours approved this month, as a decimal"] == pytest.approx(2 * 9 / 7)
    assert anat["Hours on days without an approval this month, as a decimal"] == ""
    assert "1:35 of 2:34 hours" in browser.see("/board").words
    boris = dict(zip(head, next(row for row in rows if row[0] == "Boris Zohar"), strict=True))
    assert boris["Hours on days without an approval this month, as a decimal"] == 0
    assert boris["Hours used this month, as a decimal"] == ""


def test_the_attendance_of_a_group_is_that_of_the_own_team(world, as_, people):
    group = make_group(world.team, world.mentor, name="Art - evenings", weekday=0, starts_at=time(17))
    for client in (*people[:2], world.other_client):
        join(group, client)
    held = make_meeting(group, date(2026, 11, 8), called_at=now())
    make_meeting(group, date(2026, 11, 15), called_at=now(), status=MeetingStatus.HOLIDAY)
    make_meeting(group, date(2026, 11, 22))
    for client, mark in ((people[0], Mark.LATE), (world.other_client, Mark.ABSENT), (people[2], Mark.PRESENT)):
        keep(AttendanceMark(meeting_id=held.id, client_id=client.id, held_on=held.held_on, mark=mark, marked_at=now()))
    browser = as_(world.supervisor)
    rows = rows_in(download(browser, f"?kind=attendance&group={group.id}").data)
    assert rows == [
        ["Art - evenings - Sunday 17:00"],
        ["id number", "name", "08/11/2026", "15/11/2026"],
        [own_id(people[0].id), "Anat Zohar", "late", ""],
        [own_id(people[1].id), "Boris Zohar", "", ""],
        [own_id(people[2].id), "Carmel Zohar", "present", ""],
        ["", "meeting held", "held", "holiday"],
    ]
    (entry,) = entries(Act.RECORDS_EXPORTED)
    assert clients_of(entry.id) == {client.id for client in people}
    assert as_(world.other_supervisor).get(f"/exports?kind=attendance&group={group.id}").status_code == 200
    alien = make_group(world.other_team, world.other_mentor)
    assert browser.get(f"/exports?kind=attendance&group={alien.id}").status_code == 404


@pytest.mark.parametrize(
    ("path", "link"), [("/clients", "kind=people"), ("/board?reason=goals", "kind=board&amp;reason=goals")]
)
def test_pages_lead_there_for_whoever_may(world, as_, path, link):
    assert link in as_(world.supervisor).see(path).html
    assert "/exports" not in as_(world.mentor).see(path).html


def test_maps_of_support_leave_tie_by_tie_and_only_of_the_own_team(world, as_):
    draw(world.mentor, world.client, THEN, 180)
    draw(world.mentor, world.client, NOW)
    mark_circle_in_error(world.mentor, draw(world.mentor, world.client, [MUM]), "Another client's.")
    draw(world.other_mentor, world.other_client, [GROCERY])
    head, *rows = rows_in(download(as_(world.supervisor), "?kind=circles").data)
    assert head[:5] == ["Client", "Date", "Nickname", "Ring", "Kind"]
    assert len(rows) == len(THEN) + len(NOW)
    assert [row[3] for row in rows if row[2] == "השכנה"] == ["Important to me", "No longer on the map"]
    assert {len(row) for row in rows} == {len(head)}


def test_ties_leave_with_their_paths_and_only_of_the_own_team(world, as_):
    tie = make_tie(world.client, name="Art group", thought_on=date(2026, 5, 1))
    make_tie_step(tie, world.mentor, TieStepKind.ALONE, date(2026, 6, 1))
    make_tie_step(tie, world.mentor, TieStepKind.ANSWER, date(2026, 8, 30), week=12, answer=StillThere.ALONE)
    make_tie(world.client, name="Struck", error_at=now())
    make_tie(world.other_client, name="Elsewhere")
    head, *rows = rows_in(download(as_(world.supervisor), "?kind=ties").data)
    assert head[:3] == ["Client", "Who or what", "Kind"]
    (row,) = rows
    assert row[1] == "Art group"
    assert row[7:12] == ["01/06/2026", "", "Yes, alone", "", "Lasting"]
