"""Over-use is found among a few clients: the same as if the use of everybody's approvals were asked for."""

import re
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now, today
from caseapp.db import Base, db, stamps
from caseapp.db.base import CONFIDENTIAL
from caseapp.groups.models import AttendanceMark, Group
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.supervision.approvals import suspect_queries
from caseapp.supervision.approvals.queries import _uses, approvals_to_see
from tests.groups.records import mark
from tests.statements import statements
from tests.supervision.approvals.test_views import TODAY, ahead, approve, client_of
from tests.supervision.shared_memory import ChangedMeanwhile, ForgottenMeanwhile
from tests.world import amend, make_activity, make_group, make_meeting


class Records:
    """Some clients with approvals, contact and groups, and one change of any kind, by chance."""

    def __init__(self, world):
        self.world, self.chance = world, Random(7)
        services = ("social_club", "social_club", "")
        self.groups = [make_group(world.team, world.mentor, minutes=90, service=each) for each in services]
        self.meetings = [make_meeting(group, ahead(-day)) for group in self.groups for day in (1, 4, 9, 30)]
        self.clients = [client_of(world, f"N{number}") for number in range(5)]
        for client in self.clients:
            for meeting in self.chance.sample(self.meetings, 6):
                mark(meeting, client, "present")
            for _time in range(3 if client is self.clients[0] else 1):
                self.approve(client)
                self.meet(client)

    def approve(self, client):
        first, last = self.chance.randint(-30, -10), self.chance.randint(-1, 10)
        service = self.chance.choice(("social_mentoring", "social_mentoring", "social_club"))
        approve(client, first, max(first, last), service, 1, self.chance.choice(list(ApprovalUnit)))

    def meet(self, client):
        for day in self.chance.sample(range(20), 8):
            mode, outcome = self.chance.choice(list(Mode)), self.chance.choice((Outcome.HELD, Outcome.NO_SHOW))
            make_activity(client, self.world.mentor, ahead(-day), mode=mode, outcome=outcome, minutes=90)

    def change(self, number):
        of = self.chance.choice
        (
            lambda: self.meet(of(self.clients)),
            lambda: self.approve(of(self.clients)),
            lambda: self._amend(Activity, outcome=of((Outcome.HELD, Outcome.PARTLY, Outcome.NO_SHOW)), minutes=240),
            lambda: self._amend(Activity, error_at=of((None, now()))),
            lambda: self._amend(Approval, ends_on=ahead(of((0, 3))), amount=of((1, 2))),
            lambda: self._amend(AttendanceMark, mark=of(list(Mark))),
            lambda: amend(of(self.meetings), status=of(list(MeetingStatus))),
            lambda: self._amend(Group, minutes=of((30, 400)), service=of(("social_club", "dental"))),
            lambda: amend(of(self.clients), status=of((ClientStatus.CLOSED, ClientStatus.ACTIVE))),
        )[number % 9]()

    def _amend(self, entity, **values):
        known = db.session.scalars(sa.select(entity).where(for_maintenance()).order_by(entity.id)).all()
        amend(self.chance.choice(known), **values)

    def expected(self):
        """The use of each approval of each client, looked at one by one."""
        return {
            use.approval.id: use.used - use.amount
            for client in self.clients
            if client.status != ClientStatus.CLOSED
            for use in _uses(self.world.supervisor, client.id)
            if use.used > use.amount and use.approval.ends_on >= today()
        }


def over_used(viewer):
    return {row.approval_id: row.figure for row in approvals_to_see(viewer).over_used}


def test_after_any_changes_it_is_what_the_use_of_all_approvals_says(world, monkeypatch):
    records, seen = Records(world), set()
    for number in range(27):
        monkeypatch.setattr(suspect_queries, "MOST_SOUGHT", number % 2)  # of everybody, and of whose records changed
        found, expected = over_used(world.supervisor), records.expected()
        assert found.keys() == expected.keys(), number
        assert over_used(world.other_supervisor) == {}
        seen.add(frozenset(found.items()))
        records.change(number)
    assert len(seen) > 3  # the changes are seen at all
    assert over_used(world.mentor).keys() == records.expected().keys()


def test_contact_is_added_up_again_only_of_whose_records_have_changed(world, clock):
    first, second = client_of(world, "First"), client_of(world, "Second")
    for client in (first, second):
        approve(client, -10, 10)
    with statements() as sent:
        approvals_to_see(world.supervisor)
    named = {
        name for each in sent for name in re.findall(r"(?:FROM|JOIN) \"?(\w+)", each)
    } & Base.metadata.tables.keys()
    unstamped = {name for name in named if not Base.metadata.tables[name].info.get(CONFIDENTIAL)}
    assert unstamped == {"groups", "meetings"}  # asked for each time
    with statements() as again:
        approvals_to_see(world.supervisor)
    assert not any("FROM activities" in each for each in again)
    make_activity(first, world.mentor, TODAY, minutes=600)
    with statements() as changed:
        assert [row.person.name for row in approvals_to_see(world.supervisor).over_used] == ["First A"]
    assert sum("sum(activities.minutes)" in each for each in changed) == 1
    clock.shift(timedelta(days=1))
    approvals_to_see(world.supervisor)
    (known,) = suspect_queries.remembered.frames.values()
    assert {first.id, second.id} <= known.keys()
    amend(db.session.merge(first), team_id=world.other_team.id)
    approvals_to_see(world.supervisor)
    assert first.id not in known
    assert second.id in known


def test_other_requests_may_change_what_is_remembered_at_any_moment(world, monkeypatch):
    for name in ("First", "Second"):
        client = client_of(world, name)
        approve(client, -10, 10)
        make_activity(client, world.mentor, TODAY, minutes=600)
    expected = over_used(world.supervisor)
    ((day, known),) = suspect_queries.remembered.frames.items()
    stamps.forget_gone(known, ChangedMeanwhile(known), world.supervisor.team_ids_in_charge)
    assert not known
    assert over_used(world.supervisor) == expected
    suspect_queries.remembered.frames[day] = ForgottenMeanwhile(suspect_queries.remembered.frames[day])
    assert over_used(world.supervisor) == expected
    assert len(expected) == 2
    monkeypatch.setattr(stamps, "MOST_REMEMBERED", 1)
    assert over_used(world.supervisor) == expected
    (renewed,) = suspect_queries.remembered.frames.values()
    assert type(renewed) is dict
