import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.assignments.actions import end_assignment
from caseapp.clients.assignments.queries import find_assignment
from caseapp.clients.models import Client, Transfer
from caseapp.clients.queries import find_client, for_maintenance, list_assignments, registered
from caseapp.clients.transfers.actions import acknowledge_handover, change_team, transfer_client, write_handover
from caseapp.clients.transfers.queries import (
    find_own_assignment,
    list_handover_notes,
    list_transfer_details,
    list_transfers,
    list_unread_handovers,
)
from caseapp.clients.transfers.rules import TeamTransferDraft, TransferDraft
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.world import assign, make_client, make_user

TODAY = date(2026, 11, 22)
EVE = TODAY - timedelta(days=1)


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def assignment_of(world, mentor):
    return next(
        period
        for period in list_assignments(world.supervisor, world.client.id, registered)
        if period.mentor_id == mentor.id
    )


def hand_over(world, to=None, on=TODAY, note="She likes the library.", by=None, key=None):
    return transfer_client(
        by or world.supervisor,
        world.client.id,
        TransferDraft(assignment_of(world, world.mentor).id, (to or world.team_mate).id, on, note),
        key or sent(),
    )


def present(world, day=TODAY):
    periods = list_assignments(world.supervisor, world.client.id)
    return [period.mentor_id for period in periods if period.is_present(day)]


def test_one_act_ends_the_old_assignment_on_the_eve_and_begins_the_new_one(world):
    transfer = hand_over(world)
    assert assignment_of(world, world.mentor).ends_on == EVE
    new = assignment_of(world, world.team_mate)
    assert (new.starts_on, new.ends_on) == (TODAY, None)
    with pytest.raises(NotVisible):
        find_client(world.mentor, world.client.id)
    assert find_client(world.team_mate, world.client.id)
    assert world.mentor.id in present(world, EVE)
    assert world.mentor.id not in present(world)
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == transfer.id)).all()
    assert acts == [Act.CLIENT_TRANSFERRED]


def test_a_transfer_from_a_later_day_leaves_the_present_mentor_until_the_eve(world, clock):
    day = TODAY + timedelta(days=7)
    hand_over(world, on=day)
    assert find_client(world.mentor, world.client.id)
    with pytest.raises(NotVisible):
        find_client(world.team_mate, world.client.id)
    assert list_unread_handovers(world.team_mate, world.client.id) == []
    clock.shift(timedelta(days=7))
    assert find_client(world.team_mate, world.client.id)
    assert [told.note for told in list_unread_handovers(world.team_mate, world.client.id)] == ["She likes the library."]
    with pytest.raises(NotVisible):
        find_client(world.mentor, world.client.id)


def test_others_who_accompany_the_client_stay(world):
    second = make_user("mentor", world.team)
    assign(world.client, second)
    hand_over(world)
    assert set(present(world)) == {second.id, world.team_mate.id}


def test_the_note_waits_for_the_new_mentor_until_it_is_read_and_stays_in_the_history(world):
    transfer = hand_over(world)
    assert list_unread_handovers(world.supervisor, world.client.id) == []
    (told,) = list_unread_handovers(world.team_mate, world.client.id)
    assert (told.note, told.transfer.from_mentor, told.transfer.to_mentor) == (
        "She likes the library.", "Maya Mentor", world.team_mate.name,
    )  # fmt: skip
    for _ in range(2):
        acknowledge_handover(world.team_mate, transfer.id)
    assert list_unread_handovers(world.team_mate, world.client.id) == []
    (told,) = list_transfer_details(world.team_mate, world.client.id)
    assert (told.note, told.transfer.read_by) == ("She likes the library.", world.team_mate.name)
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == transfer.id)).all()
    assert sorted(acts) == sorted([Act.CLIENT_TRANSFERRED, Act.HANDOVER_READ])


@pytest.mark.parametrize("relation", ["mentor", "supervisor", "other_mentor", "other_supervisor", "administrator"])
def test_nobody_else_says_that_the_note_was_read(world, relation):
    transfer = hand_over(world)
    with pytest.raises((NotVisible, NotAllowed)):
        acknowledge_handover(getattr(world, relation), transfer.id)


def test_the_note_is_sealed(world):
    transfer = hand_over(world)
    sealed = db.session.scalar(sa.select(Transfer.note_sealed).where(Transfer.id == transfer.id, for_maintenance()))
    assert b"library" not in sealed


def test_what_the_leaving_mentor_wrote_beforehand_comes_with_the_transfer(world):
    write_handover(world.mentor, world.client.id, "Call before you come.", own_version(world))
    assert [left.words for left in list_handover_notes(world.supervisor, world.client.id)] == ["Call before you come."]
    assert (
        list_handover_notes(world.administrator, world.client.id)
        == list_handover_notes(world.other_supervisor, world.client.id)
        == []
    )
    hand_over(world)
    (told,) = list_unread_handovers(world.team_mate, world.client.id)
    assert (told.mentors_note, told.note) == ("Call before you come.", "She likes the library.")


def own_version(world):
    return find_own_assignment(world.mentor, world.client.id).version


def test_two_texts_of_the_mentors_note_are_a_conflict(world):
    seen = own_version(world)
    write_handover(world.mentor, world.client.id, "one", seen)
    with pytest.raises(Conflict):
        write_handover(world.mentor, world.client.id, "two", seen)
    assert find_own_assignment(world.mentor, world.client.id).handover == "one"


@pytest.mark.parametrize("relation", ["team_mate", "former_mentor", "other_mentor", "supervisor"])
def test_only_who_accompanies_the_client_leaves_a_note(world, relation):
    with pytest.raises(NotVisible):
        write_handover(getattr(world, relation), world.client.id, "note", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": date(2025, 1, 1)}, "starts_on"),
        ({"to": "mentor"}, "mentor_id"),
        ({"to": "other_mentor"}, "mentor_id"),
        ({"note": "x" * 20_001}, "note"),
    ],
)
def test_a_transfer_that_cannot_be_changes_nothing(world, changes, field):
    changes = {**changes, "to": getattr(world, changes["to"])} if "to" in changes else changes
    before = list_assignments(world.supervisor, world.client.id)
    with pytest.raises(RuleBroken) as refused:
        hand_over(world, **changes)
    assert refused.value.field == field
    assert list_assignments(world.supervisor, world.client.id) == before
    assert list_transfers(world.supervisor, world.client.id) == []


@pytest.mark.parametrize(("relation", "fault"), [("mentor", NotAllowed), ("other_supervisor", NotVisible)])
def test_nobody_else_hands_a_client_over(world, relation, fault):
    by = getattr(world, relation)
    with pytest.raises(fault):
        hand_over(world, by=by)
    with pytest.raises(fault):
        change_team(by, world.client.id, TeamTransferDraft(world.other_team.id), sent())
    assert present(world) == [world.mentor.id]


def test_the_administrator_hands_over_without_a_note(world):
    hand_over(world, by=world.administrator, note="smuggled")
    assert [told.note for told in list_transfer_details(world.supervisor, world.client.id)] == [""]
    assert [move.to_mentor for move in list_transfers(world.administrator, world.client.id)] == [world.team_mate.name]
    assert list_transfer_details(world.administrator, world.client.id) == []


def test_a_double_tap_hands_over_once(world):
    submission = sent()
    first = hand_over(world, key=submission)
    assert hand_over(world, key=submission).id == first.id
    assert len(list_transfers(world.supervisor, world.client.id)) == 1


def test_who_comes_second_is_told_and_makes_no_second_mentor(world):
    old = assignment_of(world, world.mentor)
    hand_over(world)
    third = make_user("mentor", world.team)
    draft = TransferDraft(old.id, third.id, TODAY)
    with pytest.raises(RuleBroken):
        transfer_client(make_user("supervisor", world.team), world.client.id, draft, sent())
    assert present(world) == [world.team_mate.id]


def test_two_supervisors_at_once_make_one_new_mentor(app, world):
    old = assignment_of(world, world.mentor)
    people = [make_user("supervisor", world.team) for _ in range(2)]
    mentors = [make_user("mentor", world.team) for _ in range(2)]
    client_id, start, outcomes = world.client.id, threading.Barrier(2), []

    def act(by, mentor):
        with app.app_context():
            start.wait()
            try:
                transfer_client(by, client_id, TransferDraft(old.id, mentor, TODAY), sent())
                outcomes.append("done")
            except (RuleBroken, Conflict):
                outcomes.append("refused")

    threads = [threading.Thread(target=act, args=(by, to.id)) for by, to in zip(people, mentors, strict=True)]
    db.session.commit()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    assert sorted(outcomes) == ["done", "refused"]
    assert len(present(world)) == 1


def test_a_transfer_is_withdrawn_with_its_new_assignment_and_can_be_made_again(world):
    hand_over(world)
    period = assignment_of(world, world.team_mate)
    new = find_assignment(world.supervisor, world.client.id, period.id)
    end_assignment(world.supervisor, new, EVE, new.version)
    (move,) = list_transfers(world.supervisor, world.client.id)
    assert move.is_withdrawn
    third = make_user("mentor", world.team)
    hand_over(world, to=third)
    assert present(world) == [third.id]


def test_another_team_gets_the_whole_file_and_the_former_one_sees_it_no_more(world):
    assign(world.client, make_user("mentor", world.team), TODAY + timedelta(days=3))
    transfer = change_team(
        world.supervisor, world.client.id, TeamTransferDraft(world.other_team.id, "Moved house."), sent()
    )
    for former in (world.supervisor, world.mentor, world.former_mentor):
        with pytest.raises(NotVisible):
            find_client(former, world.client.id)
    assert find_client(world.other_supervisor, world.client.id).id == world.client.id
    periods = list_assignments(world.other_supervisor, world.client.id)
    assert not any(period.is_present(day) for period in periods for day in (TODAY, TODAY + timedelta(days=30)))
    assert world.mentor.id in {period.mentor_id for period in periods if period.is_present(EVE)}
    (told,) = list_unread_handovers(world.other_supervisor, world.client.id)
    assert (told.note, told.transfer.from_team, told.transfer.to_team) == ("Moved house.", "North", "South")
    acknowledge_handover(world.other_supervisor, transfer.id)
    assert list_unread_handovers(world.other_supervisor, world.client.id) == []


def test_a_move_changes_the_files_version_so_that_an_older_form_is_a_conflict(world):
    before = world.client.version
    change_team(world.administrator, world.client.id, TeamTransferDraft(world.other_team.id), sent())
    now = db.session.scalar(sa.select(Client.version).where(Client.id == world.client.id, for_maintenance()))
    assert now == before + 1


@pytest.mark.parametrize("team", ["own", "unknown"])
def test_a_client_moves_only_to_another_team_that_is_there(world, team):
    team_id = world.team.id if team == "own" else uuid7()
    with pytest.raises(RuleBroken):
        change_team(world.supervisor, world.client.id, TeamTransferDraft(team_id), sent())
    assert present(world) == [world.mentor.id]


def test_an_assignment_of_another_client_is_not_handed_over_here(world):
    another = make_client(world.team, world.mentor)
    foreign = list_assignments(world.supervisor, another.id)[0]
    draft = TransferDraft(foreign.id, world.team_mate.id, TODAY)
    with pytest.raises(RuleBroken):
        transfer_client(world.supervisor, world.client.id, draft, sent())
