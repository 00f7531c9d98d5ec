"""The duty to report: its questions, who sees the answers, and a drill of which nothing is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.access import BESIDE, CAPABILITIES, EMERGENCY, Capability, Role, may
from caseapp.audit import Act
from caseapp.clients.queries import for_maintenance
from caseapp.clock import local, now, today
from caseapp.db import db
from caseapp.emergencies.rules import EmergencyViewer
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.followups.duty.actions import answer_duty, change_guide
from caseapp.followups.duty.models import DutyReport
from caseapp.followups.duty.queries import duties_about, duty_guide
from caseapp.followups.duty.rules import (
    Authority,
    DutyAnswers,
    DutyGround,
    DutyState,
    Placed,
    check_answers,
    read_answers,
    state_of,
    write_answers,
)
from caseapp.privacy.contents.queries import kept_tables, text_records
from caseapp.supervision.trail.reader_queries import readers_of
from tests.access.actors import Actor
from tests.access.conftest import browser_of, company  # noqa: F401 - fixtures
from tests.access.filling import GETS, path_of
from tests.batches.printing import entries
from tests.trail import clients_of
from tests.world import amend, assign, make_concern

CANARY = "canary-duty-כנרית"
ROOT = Path(__file__).parents[3]
TOLD = DutyAnswers(DutyGround.YES, Authority.POLICE, None, None, CANARY, CANARY, CANARY)


def told():
    return replace(TOLD, told_on=today())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"told_on": None}, "told_on"),
        ({"authority": None}, "authority"),
        ({"ground": DutyGround.UNSURE, "authority": None}, "authority"),
        ({"days": 1}, "told_on"),
        ({"days": -367}, "told_on"),
        ({"reference": "x" * 201}, "reference"),
    ],
)
def test_answers_that_do_not_fit_are_refused(changed, field):
    changed = dict(changed)
    day = today() + timedelta(days=changed.pop("days", 0))
    with pytest.raises(RuleBroken) as fault:
        check_answers(replace(TOLD, **{"told_on": day, **changed}), local(now()))
    assert fault.value.field == field
    check_answers(told(), local(now()))
    check_answers(DutyAnswers(DutyGround.YES), local(now()))


def test_how_a_duty_stands_and_that_its_text_is_read_back():
    begun = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    placed, day = Placed(begun, 24), timedelta(days=1)
    assert state_of(DutyAnswers(DutyGround.NO), placed, begun + 9 * day) is DutyState.NONE
    for ground in (DutyGround.YES, DutyGround.UNSURE):
        assert state_of(DutyAnswers(ground), placed, begun + day) is DutyState.OPEN
        assert state_of(DutyAnswers(ground), placed, begun + day + timedelta(seconds=1)) is DutyState.LATE
    assert state_of(told(), placed, begun + 9 * day) is DutyState.TOLD
    for answers in (told(), DutyAnswers(DutyGround.UNSURE), replace(told(), told_at=local(now()).time())):
        assert read_answers(write_answers(answers)) == answers


def test_only_the_reporter_and_whoever_is_in_charge_see_it(world):
    concern, second = make_concern(world.client, world.mentor), world.team_mate
    assign(world.client, second)
    answer_duty(world.mentor, concern.id, told(), None)
    for viewer in (world.mentor, world.supervisor):
        (row,) = duties_about(viewer, [concern.id])[concern.id]
        assert (row.by, row.answers, row.state) == (world.mentor.name, told(), DutyState.TOLD)
    for viewer in (second, world.other_mentor, world.other_supervisor):
        assert not duties_about(viewer, [concern.id])
    answer_duty(second, concern.id, DutyAnswers(DutyGround.UNSURE), None)
    assert [row.by for row in duties_about(second, [concern.id])[concern.id]] == [second.name]
    assert len(duties_about(world.supervisor, [concern.id])[concern.id]) == 2
    for viewer in (world.administrator, EmergencyViewer(world.mentor.id, world.client.id, EMERGENCY)):
        with pytest.raises(NotAllowed):
            duties_about(viewer, [concern.id])
    assert not may(EmergencyViewer(world.mentor.id, world.client.id, BESIDE), Capability.REPORT_OFFENCES)
    assert {role for role in Role if Capability.REPORT_OFFENCES in CAPABILITIES[role]} == {Role.MENTOR, Role.SUPERVISOR}
    with pytest.raises(NotVisible):
        answer_duty(world.other_mentor, concern.id, told(), None)


def test_later_answers_take_the_place_of_earlier_ones_and_two_tabs_lose_nothing(world, as_):
    concern = make_concern(world.client, world.mentor)
    path = f"/concerns/{concern.id}/duty"
    browser = as_(world.mentor)
    assert browser.send(path, {"ground": "yes", "authority": ""}).status_code == 303
    row = db.session.scalars(sa.select(DutyReport).where(for_maintenance())).one()
    assert row.answers == DutyAnswers(DutyGround.YES)
    assert "To be reported" in browser.see(f"/clients/{world.client.id}/concerns").words
    sent = {"ground": "yes", "authority": "police", "told_on": str(today()), "reference": CANARY}
    assert browser.send(path, sent).status_code == 303
    with pytest.raises(Conflict):
        answer_duty(world.mentor, concern.id, DutyAnswers(DutyGround.NO), 1)
    with pytest.raises(Conflict):
        answer_duty(world.mentor, concern.id, DutyAnswers(DutyGround.NO), None)
    assert CANARY in as_(world.supervisor).see(path).words
    assert CANARY not in str(db.session.execute(sa.select(DutyReport.answers_sealed).where(for_maintenance())).all())
    assert len(entries(Act.DUTY_ANSWERED)) == 2


def test_answers_that_cannot_be_opened_stop_no_page_and_settle_nothing(world, as_):
    concern = make_concern(world.client, world.mentor)
    answer_duty(world.mentor, concern.id, told(), None)
    (row,) = db.session.scalars(sa.select(DutyReport).where(for_maintenance()))
    amend(row, answers_sealed=b"damaged")
    browser = as_(world.supervisor)
    assert "cannot be read" in browser.see(f"/concerns/{concern.id}/duty").words
    assert browser.get(f"/clients/{world.client.id}/concerns").status_code == 200
    (told_of,) = duties_about(world.supervisor, [concern.id])[concern.id]
    assert told_of.state is DutyState.OPEN


def test_what_is_said_and_asked_is_the_organisations(world, as_, clock):
    concern, desk = make_concern(world.client, world.mentor), as_(world.administrator)
    assert "Penal Code 368D" in desk.see("/duty-to-report").html
    sent = {"words": "Ask Rachel first.", "social_worker": "Rachel, 106", "police": "100", "source": "Us", "hours": "2"}
    assert desk.send("/duty-to-report", {**sent, "hours": "169"}).status_code == 200
    assert desk.send("/duty-to-report", sent).status_code == 303
    page = as_(world.mentor).see(f"/concerns/{concern.id}/duty").words
    assert all(words in page for words in ("Ask Rachel first.", "Rachel, 106", "Us", "within 2 hours"))
    answer_duty(world.mentor, concern.id, DutyAnswers(DutyGround.YES), None)
    clock.shift(timedelta(hours=2, seconds=1))
    assert "and late" in as_(world.supervisor).see("/concerns").words
    with pytest.raises(Conflict):
        change_guide(world.administrator, duty_guide(world.administrator), None)


def test_a_drill_keeps_nothing_and_is_counted_nowhere(world, as_):
    browser = as_(world.mentor)
    answer = browser.send("/duty-to-report/drill", {"ground": "yes", "authority": "police"})
    assert answer.status_code == 200
    assert "The drill is over. Nothing was kept." in browser.page.words
    assert not db.session.scalars(sa.select(DutyReport).where(for_maintenance())).all()
    (entry,) = entries(Act.DUTY_DRILLED)
    assert clients_of(entry.id) == set()
    assert "To be reported" not in browser.see("/concerns").words


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nobody_else_finds_a_word_of_it_on_any_page(app, company, browser_of):  # noqa: F811
    """Canaries in the answers about the client of the matrix; every page that lets them in is asked by those who must
    not see them, and by the reporter, who finds them on the one page."""
    concern = make_concern(company.client, company.world.mentor)
    answer_duty(company.world.mentor, concern.id, told(), None)
    found = {}
    for actor in (Actor.MENTOR, Actor.DEPUTY_ELSEWHERE, Actor.ADMINISTRATOR, Actor.OFFICER, Actor.BESIDE):
        browser = browser_of(actor)
        for row in (row for row in GETS if actor in row.let_in):
            values = row.subject(company)
            values |= {"concern_id": concern.id} if "concern_id" in values else {}
            if CANARY.encode() in browser.get(path_of(app, row, values)).data:
                found.setdefault(actor, set()).add(row.endpoint)
    assert found == {Actor.MENTOR: {"followups.show_duty"}}


def test_it_is_in_no_whole_file_and_no_list_of_readers(world):
    concern = make_concern(world.client, world.mentor)
    answer_duty(world.mentor, concern.id, told(), None)
    tables = kept_tables(world.supervisor, world.client.id)
    assert "concerns" in {table.name for table in tables}
    assert "duty_reports" not in {table.name for table in tables}
    records = text_records(world.supervisor, world.client.id)
    assert not any(CANARY in text for record in records for _name, text in record.texts)
    (entry,) = entries(Act.DUTY_ANSWERED)
    assert clients_of(entry.id) == set()
    acts = {act for visit in readers_of(world.supervisor, world.client.id).rows for act in visit.acts}
    assert not any("duty" in str(act) for act in acts)


def test_nothing_but_its_own_package_reads_it():
    """No report, table, export, search or figure can hold what it cannot reach."""
    own = ROOT / "caseapp" / "followups" / "duty"
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "caseapp").rglob("*.py")
        if own not in path.parents and any(word in path.read_text() for word in ("DutyReport", "duty.models"))
    ]
    assert readers == []
    users = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "caseapp").rglob("*.py")
        if own not in path.parents and "followups.duty" in path.read_text()
    ]
    assert sorted(users) == ["caseapp/followups/concern_views.py", "caseapp/followups/views.py"]
