"""Which approval a contact counts against: one rule, by which every page and report counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar
from uuid import UUID

from caseapp.activities.contact_rules import KIND_OF, CountedContact, KindOfContact
from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalUnit, Per, ServiceTerms, approved_in, shares_days
from caseapp.web.hour_rules import MINUTES_OF_AN_HOUR

Contact = TypeVar("Contact", bound=CountedContact)
Terms = TypeVar("Terms", bound=ServiceTerms)


@dataclass
class Account(Generic[Terms]):
    """An approval, its whole amount in minutes, meetings or days, and what has been counted against it: `days` are
    those on which they met."""

    terms: Terms
    amount: int
    used: int = 0
    days: set[date] = field(default_factory=set)

    @property
    def is_of_hours(self) -> bool:
        """Whether time is counted against it."""
        return self.terms.unit is ApprovalUnit.HOUR

    def covers(self, day: date) -> bool:
        """Whether it applies on that day."""
        return self.terms.starts_on <= day <= self.terms.ends_on

    def has_room(self, on: date) -> bool:
        """Whether a contact of that day, or a part of it, still fits into the amount."""
        return self.used < self.amount or (self.terms.unit is ApprovalUnit.DAY and on in self.days)

    def take(self, contact: CountedContact, minutes: int) -> int:
        """Count the contact, or so many minutes of it, and say how much that took."""
        amount = self._taken_by(contact, minutes)
        self.used += amount
        if is_meeting(contact):
            self.days.add(contact.on)
        return amount

    def _taken_by(self, contact: CountedContact, minutes: int) -> int:
        if self.is_of_hours:
            return minutes
        if not is_meeting(contact):
            return 0
        return 0 if self.terms.unit is ApprovalUnit.DAY and contact.on in self.days else 1


@dataclass(frozen=True)
class GroupMeeting:
    """A meeting of a group at which the client was, or is expected: it counts for the service that the group names."""

    on: date
    minutes: int
    service: str
    group_id: UUID
    group_name: str
    outcome: Outcome = Outcome.HELD

    @property
    def mode(self) -> Mode:
        """A group meets in person."""
        return Mode.IN_PERSON


@dataclass(frozen=True)
class Share(Generic[Contact, Terms]):
    """The minutes of a contact that count against an approval, or against none, and what they take of its amount: as
    many minutes, a meeting, a day, or nothing."""

    contact: Contact
    terms: Terms | None
    minutes: int
    amount: int


def is_meeting(contact: CountedContact) -> bool:
    """Whether they met; a call or a message takes time, but is no meeting."""
    return KIND_OF[contact.mode] is KindOfContact.MEETING


def approvals_of_days(
    approvals: Iterable[Terms], first_on: date, last_on: date, service: str = SOCIAL_MENTORING
) -> list[Terms]:
    """The approvals for one service of these days: contact with a mentor uses up mentoring and no other service."""
    of_service = (each for each in approvals if each.service == service)
    return [each for each in of_service if shares_days(each.starts_on, each.ends_on, first_on, last_on)]


def whole_amount(terms: ServiceTerms, first_on: date = date.min, last_on: date = date.max) -> int:
    """What is approved for these days in whole minutes, meetings or days, which add up where fractions do not."""
    parts = MINUTES_OF_AN_HOUR if terms.unit is ApprovalUnit.HOUR else 1
    return int((approved_in(terms, first_on, last_on) * parts).quantize(Decimal(1), ROUND_HALF_UP))


def allocate(
    contacts: Iterable[Contact],
    approvals: Iterable[Terms],
    first_on: date = date.min,
    last_on: date = date.max,
    service: str = SOCIAL_MENTORING,
) -> list[Share[Contact, Terms]]:
    """Count each of these contacts, day by day, against the approvals for their service that cover its day: what was
    held before what is planned, and the longer before the shorter, so that sums are the same wherever it was read.

    The approval that ends first comes first, up to the amount approved for these days; time is divided between
    approvals in hours. What is beyond all of them is over-use of the last one. Calls and messages go to an approval in
    hours where there is one, and take nothing of one in meetings or days. Only what is on a day that no approval
    covers counts against none.
    """
    accounts = [
        Account(terms, whole_amount(terms, first_on, last_on))
        for terms in sorted(approvals_of_days(approvals, first_on, last_on, service), key=_order)
    ]
    shares: list[Share[Contact, Terms]] = []
    for contact in sorted(contacts, key=_turn):
        covering = [account for account in accounts if account.covers(contact.on)]
        if not is_meeting(contact):
            covering = [account for account in covering if account.is_of_hours] or covering
        shares += _divided(contact, covering)
    return shares


def _turn(contact: CountedContact) -> tuple[date, bool, int, bool]:
    return contact.on, contact.outcome is Outcome.PLANNED, -contact.minutes, not is_meeting(contact)


def _order(terms: ServiceTerms) -> tuple[date, date, ApprovalUnit, Decimal, Per]:
    """The one that ends first in front; the rest of the terms make the order the same wherever they were read."""
    return terms.ends_on, terms.starts_on, terms.unit, terms.amount, terms.per


def _divided(contact: Contact, covering: Sequence[Account[Terms]]) -> list[Share[Contact, Terms]]:
    """A contact in parts, one for each approval that it counts against."""
    if not covering:
        return [Share(contact, None, contact.minutes, 0)]
    *before, last = covering
    parts: list[Share[Contact, Terms]] = []
    rest = contact.minutes
    for account in before:
        if account.has_room(contact.on):
            minutes = min(rest, account.amount - account.used) if account.is_of_hours else rest
            parts.append(Share(contact, account.terms, minutes, account.take(contact, minutes)))
            rest -= minutes
            if not rest:
                return parts
    return [*parts, Share(contact, last.terms, rest, last.take(contact, rest))]
