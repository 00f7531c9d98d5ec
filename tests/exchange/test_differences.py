"""What a file says otherwise than the record is taken on request, by the action of its form."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity, Amendment
from caseapp.activities.rules import Mode, Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.models import Client
from caseapp.db import db
from caseapp.errors import NotAllowed
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.difference_actions import take_changes
from caseapp.exchange.spreadsheets.outcomes import Became
from caseapp.goals.models import Goal
from tests.exchange.sheets import CLIENTS, MEETINGS, YAEL, change, write

pytestmark = pytest.mark.usefixtures("english")
GOALS = "id,goal,domain,target day,baseline\n"
TALK = "18,01/06/2026,10:00,60,phone,held,We spoke.\n"


@pytest.fixture
def supervisor(small, people):
    """The supervisor, who has brought in a client with a meeting and a goal."""
    write(small, "meetings.csv", MEETINGS + TALK)
    write(small, "goals.csv", GOALS + "18,To paint,leisure,01/01/2027,-1\n")
    import_caseload(people["supervisor1"], small)
    return people["supervisor1"]


def entries(act):
    return db.session.scalars(sa.select(Entry).where(Entry.act == act)).all()


def took(person, folder):
    db.session.expire_all()
    return take_changes(person, import_caseload(person, folder).changes)


def test_what_a_row_says_otherwise_is_taken_field_by_field_and_written_in_the_trail(supervisor, small, kept):
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,120,video,partly,We  spoke.\n")
    caseload = import_caseload(supervisor, small)
    (found,) = caseload.changes
    assert found.says == {"minutes": 120, "mode": "video", "outcome": "partly"}
    assert "Nothing was changed." in caseload.differences[0].sentence
    (first,) = take_changes(supervisor, [found.only(["minutes"])])
    (activity,) = kept(Activity)
    assert (first.became, activity.minutes, activity.mode) == (Became.TAKEN, 120, Mode.PHONE)
    assert [each.became for each in took(supervisor, small)] == [Became.TAKEN]
    db.session.expire_all()
    (activity,) = kept(Activity)
    assert (activity.mode, activity.outcome, activity.note) == (Mode.VIDEO, Outcome.PARTLY, "We spoke.")
    assert [entry.actor_id for entry in entries(Act.ACTIVITY_CHANGED)] == [supervisor.id] * 2
    assert import_caseload(supervisor, small).changes == []


def test_a_changed_text_of_the_only_meeting_at_that_time_is_told_and_taken(supervisor, small, kept, rows):
    write(small, "meetings.csv", MEETINGS + TALK.replace("We spoke.", "We spoke at length."))
    caseload = import_caseload(supervisor, small)
    assert (caseload.activities.added, caseload.activities.already_there, caseload.activities.rejected) == (0, 1, 0)
    assert caseload.differences[0].column == "note"
    assert kept(Activity)[0].note == "We spoke."
    assert [each.became for each in take_changes(supervisor, caseload.changes)] == [Became.TAKEN]
    db.session.expire_all()
    assert (kept(Activity)[0].note, rows()["activities"]) == ("We spoke at length.", 1)


def test_two_texts_at_one_time_stay_out_and_an_empty_text_says_nothing(supervisor, small, kept):
    write(small, "meetings.csv", MEETINGS + TALK.replace("We spoke.", "One.") + TALK.replace("We spoke.", "Two."))
    caseload = import_caseload(supervisor, small)
    assert (caseload.activities.rejected, caseload.changes) == (2, [])
    (small / "meetings.rejected.csv").unlink()
    write(small, "meetings.csv", MEETINGS + TALK.replace("We spoke.", ""))
    caseload = import_caseload(supervisor, small)
    assert (caseload.activities.already_there, caseload.changes, caseload.differences) == (1, [], [])


def test_a_final_note_is_corrected_beside_it_once_and_never_overwritten(supervisor, small, kept, clock):
    clock.shift(timedelta(days=30))
    write(small, "meetings.csv", MEETINGS + TALK.replace("60", "120").replace("We spoke.", "We spoke at length."))
    for _time in range(2):
        assert [each.became for each in took(supervisor, small)] == [Became.AMENDED]
    (activity,), (amendment,) = kept(Activity), kept(Amendment)
    assert (activity.minutes, activity.note) == (60, "We spoke.")
    assert amendment.words == "minutes: 120 instead of 60\nnote: We spoke at length."
    assert amendment.reason == "Read from meetings.csv, line 2."
    assert len(entries(Act.ACTIVITY_AMENDED)) == 1
    assert entries(Act.ACTIVITY_CHANGED) == []


def test_what_somebody_has_changed_since_is_left(supervisor, small, kept):
    write(small, "meetings.csv", MEETINGS + TALK.replace("60", "120"))
    caseload = import_caseload(supervisor, small)
    change(kept(Activity)[0], minutes=90)
    (left,) = take_changes(supervisor, caseload.changes)
    assert (left.became, left.sentence) == (
        Became.LEFT,
        "Somebody has changed this since. Have the files read again.",
    )
    db.session.expire_all()
    assert kept(Activity)[0].minutes == 90


def test_a_rule_leaves_one_row_and_takes_the_others(supervisor, small, kept):
    write(small, "meetings.csv", MEETINGS + TALK + TALK.replace("10:00", "12:00"))
    import_caseload(supervisor, small)
    write(
        small,
        "meetings.csv",
        MEETINGS + TALK.replace("60,phone,held", ",phone,no show") + TALK.replace("10:00", "12:00").replace("60", "45"),
    )
    found = import_caseload(supervisor, small).changes
    kinds = [each.only(["minutes"]) for each in found]
    left, taken = take_changes(supervisor, kinds)
    assert (left.became, taken.became) == (Became.LEFT, Became.TAKEN)
    assert left.sentence == "Say how long it took."
    db.session.expire_all()
    assert sorted(activity.minutes for activity in kept(Activity)) == [45, 60]
    (whole,) = [each for each in take_changes(supervisor, found) if each.change.line == 2]
    assert whole.became is Became.TAKEN
    db.session.expire_all()
    assert {activity.outcome for activity in kept(Activity)} == {Outcome.HELD, Outcome.NO_SHOW}


def test_details_of_a_client_and_a_goal_are_taken_and_a_mentor_is_not(supervisor, small, kept):
    write(
        small,
        "clients.csv",
        CLIENTS.replace("id,", "birth date,id,")
        + YAEL.replace("Mizrahi,", "Cohen,03/04/1990,").replace("mentor1", "mentor2"),
    )
    write(small, "goals.csv", GOALS + "18,To paint,family,01/02/2027,0\n")
    assert [each.became for each in took(supervisor, small)] == [Became.TAKEN] * 2
    db.session.expire_all()
    (client,), (goal,) = kept(Client), kept(Goal)
    assert (client.family_name, client.birth_on) == ("Cohen", date(1990, 4, 3))
    assert (goal.domain, goal.target_on, goal.baseline) == ("family", date(2027, 2, 1), 0)
    for act in (Act.CLIENT_CHANGED, Act.GOAL_CHANGED):
        assert [entry.actor_id for entry in entries(act)].count(supervisor.id) == 1
    caseload = import_caseload(supervisor, small)
    assert (caseload.changes, len(caseload.differences)) == ([], 1)


def test_only_who_may_open_the_file_takes(supervisor, small, people, kept):
    write(small, "meetings.csv", MEETINGS + TALK.replace("60", "120"))
    found = import_caseload(supervisor, small).changes
    (left,) = take_changes(people["supervisor2"], found)
    assert (left.became, left.sentence) == (Became.LEFT, "You may not change this record.")
    with pytest.raises(NotAllowed):
        take_changes(people["admin"], found)
    assert kept(Activity)[0].minutes == 60
