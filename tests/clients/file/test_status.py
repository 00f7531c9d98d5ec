from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.file.queries import list_statuses
from caseapp.clients.file.rules import NEXT_STATUSES, ClientStatusDraft, check_status_change
from caseapp.clients.file.status_actions import change_status
from caseapp.clients.queries import find_client, list_assignments
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.world import LONG_AGO, assign, make_client

TODAY = date(2026, 11, 22)
CLOSED = ClientStatusDraft(
    ClientStatus.CLOSED, TODAY, reason="own_wish", words="Moved to a sister.", ends_assignments=True
)


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


@pytest.fixture
def client(world):
    return make_client(world.team, world.mentor, status_on=LONG_AGO)


@pytest.mark.parametrize("was", ClientStatus)
@pytest.mark.parametrize("status", ClientStatus)
def test_only_the_steps_of_the_table_can_follow(was, status):
    move = ClientStatusDraft(status, TODAY, reason="own_wish")
    if status in NEXT_STATUSES[was]:
        check_status_change(was, LONG_AGO, move, TODAY)
    else:
        with pytest.raises(RuleBroken) as refused:
            check_status_change(was, LONG_AGO, move, TODAY)
        assert refused.value.field == "status"


@pytest.mark.parametrize(
    ("move", "field"),
    [
        (ClientStatusDraft(ClientStatus.PAUSED, TODAY + timedelta(days=1)), "starts_on"),
        (ClientStatusDraft(ClientStatus.PAUSED, LONG_AGO - timedelta(days=1)), "starts_on"),
        (ClientStatusDraft(ClientStatus.CLOSED, TODAY), "reason"),
        (ClientStatusDraft(ClientStatus.PAUSED, TODAY, returns_on=TODAY), "returns_on"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(move, field):
    with pytest.raises(RuleBroken) as refused:
        check_status_change(ClientStatus.ACTIVE, LONG_AGO, move, TODAY)
    assert refused.value.field == field


def test_a_pause_is_kept_with_its_day_and_its_words_sealed(world, client):
    move = ClientStatusDraft(ClientStatus.PAUSED, TODAY, returns_on=date(2026, 12, 20), words="In hospital.")
    change = change_status(world.supervisor, client, move, client.version, key=sent())
    kept = find_client(world.mentor, client.id)
    assert (kept.status, kept.status_on) == (ClientStatus.PAUSED, TODAY)
    (told,) = list_statuses(world.mentor, client.id)
    assert (told.words, told.returns_on, told.by) == ("In hospital.", date(2026, 12, 20), world.supervisor.name)
    assert b"hospital" not in change.words_sealed
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == change.id)).all()
    assert acts == [Act.STATUS_CHANGED]


def test_closing_asks_and_then_ends_the_assignments_on_that_day(world, client):
    assign(client, world.team_mate, today() + timedelta(days=3))
    unasked = ClientStatusDraft(ClientStatus.CLOSED, TODAY, reason="own_wish")
    with pytest.raises(RuleBroken) as refused:
        change_status(world.supervisor, client, unasked, client.version, key=sent())
    assert refused.value.field == "ends_assignments"
    assert find_client(world.supervisor, client.id).status is ClientStatus.ACTIVE
    change_status(world.supervisor, client, CLOSED, client.version, key=sent())
    ended = {row.mentor_id: row for row in list_assignments(world.supervisor, client.id)}
    assert ended[world.mentor.id].ends_on == TODAY
    assert ended[world.team_mate.id].is_empty


def test_a_file_that_was_closed_and_opened_again_says_so(world, client):
    change_status(world.supervisor, client, CLOSED, client.version, key=sent())
    again = ClientStatusDraft(ClientStatus.ACTIVE, TODAY)
    change_status(world.supervisor, client, again, client.version, key=sent())
    told = list_statuses(world.supervisor, client.id)
    assert [(step.status, step.is_reopened) for step in told] == [
        (ClientStatus.ACTIVE, True),
        (ClientStatus.CLOSED, False),
    ]
    assert told[1].reason == "own_wish"


def test_the_same_form_twice_makes_one_step(world, client):
    submission, version = sent(), client.version
    move = ClientStatusDraft(ClientStatus.PAUSED, TODAY)
    for _ in range(2):
        change_status(world.supervisor, client, move, version, key=submission)
    assert len(list_statuses(world.supervisor, client.id)) == 1


@pytest.mark.parametrize("version", [None, 0, 99])
def test_a_version_that_never_was_is_a_conflict(world, client, version):
    with pytest.raises(Conflict):
        change_status(world.supervisor, client, CLOSED, version, key=sent())


@pytest.mark.parametrize(
    ("relation", "fault"),
    [("mentor", NotAllowed), ("administrator", NotAllowed), ("other_supervisor", NotVisible)],
)
def test_nobody_else_changes_a_status(world, client, relation, fault):
    with pytest.raises(fault):
        change_status(getattr(world, relation), client, CLOSED, client.version, key=sent())
    assert find_client(world.supervisor, client.id).status is ClientStatus.ACTIVE


def test_the_page_says_what_closing_does_and_the_file_tells_the_history(world, as_, client):
    browser = as_(world.supervisor)
    path = f"/clients/{client.id}/status"
    assert "These assignments end on that day: Maya Mentor" in browser.see(path).words
    form = {"status": "closed", "starts_on": "2026-11-22", "reason": "own_wish", "words": "<img src=x>"}
    assert browser.send(path, form).status_code == 200
    assert "Confirm that the assignments end" in browser.page.words
    assert browser.send(path, {**form, "ends_assignments": "y"}).status_code == 303
    page = browser.see(f"/clients/{client.id}/file")
    assert "The client's choice" in page.words
    assert "<img" not in page.html
