"""What the board remembers says what the records say now, for whoever asks."""

import re
from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.db import Base, db, has_changes, stamps, transaction
from caseapp.db.base import CONFIDENTIAL
from caseapp.followups.models import Concern
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.supervision.board import needs_queries
from caseapp.supervision.board.actions import remind_mentors
from caseapp.supervision.board.queries import board_of
from tests.statements import statements
from tests.supervision.board.test_reasons import history, live, meeting_places
from tests.supervision.shared_memory import ChangedMeanwhile
from tests.world import amend, make_client, make_concern, make_team, make_user

TODAY = date(2026, 11, 22)
READ_ANEW = {
    "users": "the mentors' names and accounts are asked for each time",
    "meetings": "says itself for whom other marks count",
}


def read_anew(viewer):
    """The board of a process that remembers nothing."""
    kept = dict(needs_queries.remembered.frames)
    needs_queries.remembered.frames.clear()
    try:
        return board_of(viewer)
    finally:
        needs_queries.remembered.frames.clear()
        needs_queries.remembered.frames.update(kept)


class Changes:
    """One change of any kind, by chance."""

    def __init__(self, chance, supervisor, team, other, mentor, closed):
        self.chance, self.supervisor, self.team, self.other = chance, supervisor, team, other
        self.mentor, self.closed = mentor, closed
        self.places = meeting_places(team)
        self.clients = []

    def any(self):
        kinds = (self.somebody_new, self.of_a_file, self.of_a_note, self.of_a_goal, self.of_a_meeting, self.of_a_mark)
        self.chance.choice((*kinds, self.of_a_concern, self.of_a_mentor, self.a_reminder))()

    def somebody_new(self):
        told = history(self.chance)
        self.clients.append(live(told, self.team, self.other, self.mentor, self.closed, self.places))

    def of_a_file(self):
        client = self.chance.choice(self.clients)
        change = self.chance.choice(
            (
                {"status": self.chance.choice(list(ClientStatus))},
                {"team_id": self.chance.choice((self.team, self.other)).id},
                {"given_name": f"Name {self.chance.random()}", "meeting_every_days": self.chance.choice((None, 7, 28))},
            )
        )
        amend(client, **change)

    def _amend(self, entity, **values):
        if known := db.session.scalars(sa.select(entity).where(for_maintenance()).order_by(entity.id)).all():
            amend(self.chance.choice(known), **values)

    def of_a_note(self):
        day = TODAY - timedelta(days=self.chance.randint(0, 60))
        self._amend(Activity, held_on=day, outcome=self.chance.choice(list(Outcome)))

    def of_a_goal(self):
        self._amend(Goal, status=self.chance.choice(list(GoalStatus)), starts_on=TODAY)

    def of_a_meeting(self):
        self._amend(Meeting, status=self.chance.choice(list(MeetingStatus)))

    def of_a_mark(self):
        self._amend(AttendanceMark, mark=self.chance.choice(list(Mark)))

    def of_a_concern(self):
        if self.chance.random() < 0.5:
            make_concern(self.chance.choice(self.clients), self.mentor)
        self._amend(Concern, closed_at=self.chance.choice((None, now())))

    def of_a_mentor(self):
        amend(self.mentor, name=f"Mentor {self.chance.random()}", disabled_at=self.chance.choice((None, now())))

    def a_reminder(self):
        amend(self.mentor, disabled_at=None)
        seen = board_of(self.supervisor).rows
        for row in [row for row in seen if self.mentor.id in {mentor.id for mentor in row.mentors}][:1]:
            remind_mentors(self.supervisor, row.id)


def test_after_any_changes_it_is_the_board_of_a_process_that_remembers_nothing(app):
    chance = Random(0)
    team, other = make_team(), make_team()
    mentor, supervisor = make_user(Role.MENTOR, team), make_user(Role.SUPERVISOR, team)
    changes = Changes(chance, supervisor, team, other, mentor, make_user(Role.MENTOR, team, disabled_at=now()))
    for _time in range(5):
        changes.somebody_new()
    before, others = None, 0
    for _time in range(25):
        changes.any()
        board = board_of(supervisor)
        assert not has_changes(db.session())
        assert board == read_anew(supervisor)
        others, before = others + (board != before), board
    assert others > 5  # the changes are seen at all
    assert board_of(mentor) == read_anew(mentor)


def test_nothing_is_remembered_of_whoever_is_gone(world):
    """Erased, moved or closed: the name leaves the process with the next board of the team, and no other's goes."""
    leaving, elsewhere = make_client(world.team, world.mentor), make_client(world.other_team, world.other_mentor)
    for supervisor in (world.supervisor, world.other_supervisor):
        board_of(supervisor)
    (kept,) = needs_queries.remembered.frames.values()
    assert {leaving.id, elsewhere.id, world.client.id} <= kept.keys()
    amend(db.session.merge(leaving), team_id=world.other_team.id)
    board_of(world.supervisor)
    assert leaving.id not in kept
    assert {elsewhere.id, world.client.id} <= kept.keys()
    teams = {*world.supervisor.team_ids_in_charge, *world.other_supervisor.team_ids_in_charge}
    stamps.forget_gone(kept, ChangedMeanwhile(kept), teams)  # another request of the process forgets too
    assert kept == {}


def test_what_is_remembered_is_shown_to_nobody_else(world):
    mine, theirs = board_of(world.supervisor), board_of(world.other_supervisor)
    assert {row.id for row in mine.rows} == {world.client.id, world.team_mates_client.id}
    assert {row.id for row in theirs.rows} == {world.other_client.id}
    assert [row.id for row in board_of(world.mentor).rows] == [world.client.id]
    assert board_of(world.former_mentor).rows == []


def test_a_change_that_is_taken_back_was_never_there(world):
    before = board_of(world.supervisor)

    @transaction
    def in_vain():
        make_concern(world.client, world.mentor)
        assert board_of(world.supervisor) != before
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_vain()
    assert board_of(world.supervisor) == before == read_anew(world.supervisor)


def test_another_day_and_other_thresholds_are_worked_out_anew(world, clock):
    before = board_of(world.supervisor)
    clock.shift(timedelta(days=40))
    after = board_of(world.supervisor)
    assert after == read_anew(world.supervisor) != before
    assert len(needs_queries.remembered.frames) == 1


def test_every_table_that_is_read_changes_the_stamp_or_is_read_anew(world):
    """A reason that looks elsewhere has to say how what is remembered of it becomes void."""
    make_client(world.team, world.mentor)
    with statements() as sent:
        read_anew(world.supervisor)
    named = {name for each in sent for name in re.findall(r"(?:FROM|JOIN) \"?(\w+)", each)}
    tables = {name for name in named if name in Base.metadata.tables}
    assert {"activities", "goals", "ties", "check_ins", "reports", "snoozes"} <= tables
    unstamped = {name for name in tables if not Base.metadata.tables[name].info.get(CONFIDENTIAL)}
    assert unstamped == READ_ANEW.keys()
