"""The approvals of all of a viewer's clients that need somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import KindOfContact, modes_of
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT
from caseapp.basket.models import Approval
from caseapp.basket.queries import list_approvals, recent_approvals
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalUnit
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.hours.allocation_rules import whole_amount
from caseapp.hours.approval_rules import usage_of
from caseapp.hours.queries import list_contacts_and_plans
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.reports.due_rules import ReportDeadline, due_before
from caseapp.reports.pending_queries import due_days, newest_renewal
from caseapp.supervision.approvals.rules import ends_in_sight, overlaps


class Person(NamedTuple):
    """A client on a list; `apart` tells namesakes apart."""

    id: UUID
    name: str
    apart: str


class EndingApproval(NamedTuple):
    """A service that ends and is not renewed, the days of the report that renews it, and whether one has been begun."""

    person: Person
    service: str
    ends_on: date
    due: ReportDeadline
    is_begun: bool


class OverUse(NamedTuple):
    """An approval of which more was used than approved, and by how much."""

    person: Person
    approval_id: UUID
    unit: ApprovalUnit
    figure: str


class SharedDays(NamedTuple):
    """Two approvals that share days."""

    person: Person
    service: str
    other: str
    first_on: date
    last_on: date


@dataclass(frozen=True)
class ApprovalsToSee:
    """The approvals that need somebody, the most urgent first."""

    ending: list[EndingApproval]
    over_used: list[OverUse]
    overlapping: list[SharedDays]

    @property
    def client_ids(self) -> set[UUID]:
        """Who is named."""
        named = [each.person.id for each in self.ending]
        named += [each.person.id for each in self.over_used]
        return {*named, *(each.person.id for each in self.overlapping)}


def approvals_to_see(viewer: Viewer) -> ApprovalsToSee:
    """Those of all of the viewer's clients whose file is not closed."""
    rows = db.session.execute(*_clients(viewer)).all()
    apart = disambiguate(ListedPerson(row.id, row.name, row.birth_on) for row in rows)
    people = {row.id: Person(row.id, row.name, apart.get(row.id, "")) for row in rows}
    approvals = recent_approvals(viewer, today())
    ending = [each for row in rows for each in _ending(row, people[row.id], approvals.get(row.id, []))]
    overlapping = [
        SharedDays(people[row.id], *each) for row in rows for each in overlaps(approvals.get(row.id, []), today())
    ]
    return ApprovalsToSee(sorted(ending, key=lambda each: each.ends_on), _over_used(viewer, people), overlapping)


def _ending(row: Any, person: Person, approvals: list[Any]) -> Iterable[EndingApproval]:
    for service, ends_on in ends_in_sight(approvals, today(), threshold(Threshold.APPROVAL_WARNING_DAYS)):
        due = due_before(ends_on, *due_days())
        is_begun = row.reported_until is not None and row.reported_until >= due.opens_on
        yield EndingApproval(person, service, ends_on, due, is_begun)


def _over_used(viewer: Viewer, people: dict[UUID, Person]) -> list[OverUse]:
    """Whose contact in the days of an approval is not even more than its amount cannot have used more."""
    rows = db.session.execute(*_contact_of_approvals(viewer))
    suspects = {row.client_id for row in rows if _sum_of(row) > whole_amount(row)}
    return [
        OverUse(person, use.approval.id, use.approval.unit, use.figure(use.used - use.amount))
        for person in people.values()
        if person.id in suspects
        for use in usage_of(
            list_contacts_and_plans(viewer, person.id), list_approvals(viewer, person.id), today()
        ).uses.values()
        if use.used > use.amount and use.approval.ends_on >= today()
    ]


def _sum_of(row: Any) -> int:
    sums = {ApprovalUnit.HOUR: row.minutes, ApprovalUnit.MEETING: row.meetings, ApprovalUnit.DAY: row.days}
    return int(sums[row.unit] or 0)


@prepared
def _clients(viewer: Viewer) -> Rows:
    columns = (Client.id, Client.name.label("name"), Client.birth_on, newest_renewal().label("reported_until"))
    return (
        about_visible_clients(viewer, Client, *columns)
        .where(Client.status != ClientStatus.CLOSED)
        .order_by(Client.search_name, Client.id)
    )


@prepared
def _contact_of_approvals(viewer: Viewer) -> Rows:
    met_on = sa.case((Activity.mode.in_(modes_of(KindOfContact.MEETING)), Activity.held_on))
    terms = (Approval.service, Approval.amount, Approval.unit, Approval.per, Approval.starts_on, Approval.ends_on)
    sums = (
        sa.func.sum(Activity.minutes).label("minutes"),
        sa.func.count(met_on).label("meetings"),
        sa.func.count(sa.distinct(met_on)).label("days"),
    )
    in_its_days = Activity.held_on.between(Approval.starts_on, Approval.ends_on)
    return (
        about_visible_clients(viewer, Approval, Approval.id, Approval.client_id, *terms, *sums)
        .join(Activity, sa.and_(Activity.client_id == Approval.client_id, in_its_days))
        .where(
            Approval.service == SOCIAL_MENTORING,
            Approval.starts_on <= TODAY,
            Approval.ends_on >= TODAY,
            Activity.outcome.in_(CONTACT),
            Activity.not_in_error(),
            Activity.held_on <= TODAY,
        )
        .group_by(Approval.id, Approval.client_id, *terms)
    )
