"""A client's stamp is another one after each change of a record, and after nothing else."""

from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import Base, about, db, transaction
from caseapp.goals.models import Goal
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.supervision.models import Reminder
from tests.groups.records import mark
from tests.world import amend, join, make_activity, make_client, make_goal, make_group, make_meeting

DAY = date(2026, 11, 20)


def stamps():
    found = dict(db.session.execute(sa.select(Client.id, Client.stamp).where(for_maintenance())).all())
    db.session.rollback()
    assert None not in found.values()
    return found


class Changed:
    """Whose stamp is another one than before, each time it is asked."""

    def __init__(self):
        self.before = stamps()

    def names(self, world):
        now = stamps()
        ids = {each for each in now if self.before.get(each) != now[each]}
        self.before = now
        known = {world.client.id: "client", world.team_mates_client.id: "mate", world.other_client.id: "other"}
        return {known.get(each, "new") for each in ids}


@transaction
def run(*statements):
    for statement in statements:
        db.session.execute(statement)
    record(Act.CLIENT_CHANGED, None)


def test_who_changes_a_record_changes_the_stamp_of_its_client_alone(world):
    changed = Changed()
    note = make_activity(world.client, world.mentor, DAY)
    assert changed.names(world) == {"client"}
    amend(note, minutes=5)
    assert changed.names(world) == {"client"}
    assert note.client_id == world.client.id
    amend(note, client_id=world.other_client.id)
    assert changed.names(world) == {"client", "other"}
    amend(note, client_id=world.client.id)  # and nobody has read whose it was
    assert changed.names(world) == {"client", "mate", "other"}
    amend(world.client, given_name="Other")
    assert changed.names(world) == {"client"}
    make_client(world.team, world.mentor)
    assert changed.names(world) == {"new"}
    amend(world.mentor, name="Other")
    assert changed.names(world) == set()


def test_a_statement_says_whose_records_it_changes_or_means_everybodys(world):
    goal, changed = make_goal(world.client), Changed()
    of_goal = sa.update(Goal).where(Goal.id == goal.id, for_maintenance())
    run(about(of_goal.values(baseline=-1), [world.client.id]))
    assert changed.names(world) == {"client"}
    run(of_goal.values(baseline=-2), about(of_goal.values(baseline=-1), [world.client.id]))
    assert changed.names(world) == {"client", "mate", "other"}
    run(about(of_goal.values(baseline=0), [world.client.id]), sa.delete(Reminder).where(for_maintenance()))
    assert changed.names(world) == {"client", "mate", "other"}


def test_what_is_taken_back_changes_no_stamp(world):
    changed = Changed()

    @transaction
    def in_vain():
        amend(make_goal(world.client), baseline=0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_vain()
    assert changed.names(world) == set()

    @transaction
    def in_parts():
        amend(make_goal(world.other_client), baseline=0)
        part = db.session.begin_nested()
        amend(make_goal(world.client), baseline=0)
        part.rollback()

    in_parts()
    assert changed.names(world) >= {"other"}


def test_what_a_meeting_says_changes_the_stamps_of_those_who_were_marked(world):
    group = make_group(world.team, world.mentor)
    for client in (world.client, world.team_mates_client):
        join(group, client)
    meeting = make_meeting(group, DAY)
    mark(meeting, world.client, Mark.ABSENT)
    changed = Changed()
    amend(meeting, others=2)
    assert changed.names(world) == set()
    amend(meeting, status=MeetingStatus.CANCELLED)
    assert changed.names(world) == {"client"}


def test_every_record_about_a_client_says_whose_it_is():
    tables = [mapper.class_.__table__ for mapper in Base.registry.mappers if mapper.class_.__confidential__]
    assert len(tables) > 40
    assert [table.name for table in tables if "client_id" not in table.columns] == ["clients"]
