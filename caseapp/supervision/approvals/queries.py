"""The approvals of all of a viewer's clients that need somebody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.basket.queries import list_approvals, recent_approvals
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.hours.approval_rules import ApprovalUse, usage_of
from caseapp.hours.queries import find_group_records, list_contacts_and_plans
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.reports.due_rules import ReportDeadline, due_before
from caseapp.reports.pending_queries import due_days, newest_renewal
from caseapp.supervision.approvals.rules import ends_in_sight, overlaps
from caseapp.supervision.approvals.suspect_queries import ClientState, suspects_of


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
    service: str
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
    suspects = suspects_of(viewer, {row.id: ClientState(row.team_id, row.stamp) for row in rows})
    day = today()
    approvals = recent_approvals(viewer, day)
    overlapping = [
        SharedDays(people[row.id], *each) for row in rows for each in overlaps(approvals.get(row.id, []), day)
    ]
    ending = sorted(_ending(rows, people, approvals, day), key=lambda each: each.ends_on)
    return ApprovalsToSee(ending, _over_used(viewer, people, suspects), overlapping)


def _ending(
    rows: Iterable[Any], people: Mapping[UUID, Person], approvals: Mapping[UUID, list[ApprovalTerms]], day: date
) -> Iterable[EndingApproval]:
    within, days = threshold(Threshold.APPROVAL_WARNING_DAYS), due_days()
    for row in rows:
        for service, ends_on in ends_in_sight(approvals.get(row.id, []), day, within):
            due = due_before(ends_on, *days)
            is_begun = row.reported_until is not None and row.reported_until >= due.opens_on
            yield EndingApproval(people[row.id], service, ends_on, due, is_begun)


def _over_used(viewer: Viewer, people: Mapping[UUID, Person], suspects: Collection[UUID]) -> list[OverUse]:
    return [
        OverUse(person, use.approval.id, use.approval.service, use.approval.unit, use.figure(use.used - use.amount))
        for person in people.values()
        if person.id in suspects
        for use in _uses(viewer, person.id)
        if use.used > use.amount and use.approval.ends_on >= today()
    ]


def _uses(viewer: Viewer, client_id: UUID) -> Iterable[ApprovalUse]:
    contacts, groups = list_contacts_and_plans(viewer, client_id), find_group_records(viewer, client_id)
    return usage_of(contacts, list_approvals(viewer, client_id), today(), groups).uses.values()


@prepared
def _clients(viewer: Viewer) -> Rows:
    columns = (Client.id, Client.name.label("name"), Client.birth_on, Client.team_id, Client.stamp)
    return (
        about_visible_clients(viewer, Client, *columns, newest_renewal().label("reported_until"))
        .where(Client.status != ClientStatus.CLOSED)
        .order_by(Client.search_name, Client.id)
    )
