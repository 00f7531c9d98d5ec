"""What a leaving mentor was to do passes on with the client, on the day on which the client does."""

from datetime import timedelta

from uuid_utils.compat import uuid7

from caseapp.accounts.users.actions import disable_person
from caseapp.activities.plans.queries import coming_meetings
from caseapp.activities.rules import Outcome
from caseapp.clients.assignments.actions import end_assignment
from caseapp.clients.models import Assignment
from caseapp.clients.transfers.actions import transfer_client
from caseapp.clients.transfers.rules import TransferDraft
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey
from caseapp.followups.actions import finish_follow_up
from caseapp.followups.queries import follow_ups_of, open_follow_ups, owners_of
from tests.statements import statements
from tests.world import assign, keep, make_activity, make_client, make_follow_up

YESTERDAY = timedelta(days=-1)


def plan(client, mentor):
    return make_activity(client, mentor, today() + timedelta(days=9), outcome=Outcome.PLANNED, note="")


def bearer(viewer, client):
    [told] = follow_ups_of(viewer, client.id)
    [planned] = coming_meetings(viewer, client.id)
    assert told.owner == planned.mentor
    return told.owner_id


def left_to(world, until=None):
    """A client whose mentor has something to do and to meet; the assignment ends on that day."""
    client = make_client(world.team)
    row = assign(client, world.mentor, until=until)
    make_follow_up(client, world.mentor)
    plan(client, world.mentor)
    return client, row


def test_a_hand_over_passes_on_what_waits_from_its_first_day(world, clock):
    client, old = left_to(world)
    first_on = today() + timedelta(days=2)
    draft = TransferDraft(old.id, world.team_mate.id, first_on)
    transfer_client(world.supervisor, client.id, draft, IdempotencyKey(uuid7(), b""))
    assert bearer(world.supervisor, client) == world.mentor.id
    clock.shift(timedelta(days=2))
    assert bearer(world.supervisor, client) == world.team_mate.id
    assert bearer(world.team_mate, client) == world.team_mate.id
    assert open_follow_ups(world.mentor, world.mentor.id) == []
    assert [told.client_id for told in open_follow_ups(world.supervisor, world.team_mate.id)] == [client.id]


def test_where_nobody_takes_over_it_is_the_supervisors(world, as_):
    client, row = left_to(world)
    end_assignment(world.supervisor, row, today() + YESTERDAY, row.version)
    assert bearer(world.supervisor, client) is None
    page = as_(world.supervisor).see("/follow-ups")
    assert "For the supervisor" in page.words
    assert world.mentor.id not in dict(owners_of(world.supervisor))


def test_a_disabled_mentors_work_goes_to_who_is_left_and_else_to_the_supervisor(world):
    alone, _row = left_to(world)
    shared, _row = left_to(world)
    assign(shared, world.team_mate)
    disable_person(world.administrator, world.mentor)
    assert bearer(world.supervisor, alone) is None
    assert bearer(world.supervisor, shared) == world.team_mate.id


def test_a_mentor_of_ones_own_comes_before_one_who_only_covers(world):
    client, _row = left_to(world, until=today() + YESTERDAY)
    cover = {"client_id": client.id, "mentor_id": world.former_mentor.id, "covered_id": world.team_mate.id}
    keep(Assignment(**cover, starts_on=today(), ends_on=today(), assigned_at=now()))
    assign(client, world.team_mate, today() - timedelta(days=30))
    assert bearer(world.supervisor, client) == world.team_mate.id


def test_what_the_supervisor_has_to_do_stays_with_the_supervisor(world):
    client = make_client(world.team, world.mentor)
    make_follow_up(client, world.supervisor)
    [told] = follow_ups_of(world.mentor, client.id)
    assert told.owner_id == world.supervisor.id


def test_what_is_done_stays_with_who_did_it(world):
    client = make_client(world.team)
    row = assign(client, world.mentor)
    finish_follow_up(world.mentor, make_follow_up(client, world.mentor))
    end_assignment(world.supervisor, row, today() + YESTERDAY, row.version)
    [told] = follow_ups_of(world.supervisor, client.id)
    assert told.owner_id == world.mentor.id


def test_who_bears_it_is_asked_in_the_same_statement(world):
    left_to(world)
    with statements() as sent:
        assert open_follow_ups(world.supervisor)
        assert coming_meetings(world.supervisor)
    assert len(sent) == 2


def test_what_has_no_date_stands_after_what_has_one_on_every_list(world):
    days = [None, today(), None, today() + YESTERDAY]
    for due_on in days:
        make_follow_up(world.client, world.mentor, due_on)
    lists = open_follow_ups(world.mentor), follow_ups_of(world.mentor, world.client.id)
    expected = [today() + YESTERDAY, today(), None, None]
    assert [[row.due_on for row in rows] for rows in lists] == [expected, expected]
