"""What of each approval is used, planned and left, and what is to be noticed about it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.basket.rules import (
    APPROVED_ONCE,
    SOCIAL_MENTORING,
    ApprovalPhase,
    ApprovalUnit,
    ServiceTerms,
    approved_until,
    is_unusual_beside,
    phase_of,
    shares_days,
)
from caseapp.hours.allocation_rules import GroupMeeting, Share, allocate, is_meeting, whole_amount
from caseapp.stuck.rules import BEFORE_DAYS, is_fading, lately_from
from caseapp.web.hour_rules import time_figure

NEW_BEGINNING = timedelta(weeks=12)


class KnownApproval(ServiceTerms, Protocol):
    """A stored approval."""

    @property
    def id(self) -> UUID: ...


Counted = ContactRecord | GroupMeeting
PartOfContact = Share[Counted, KnownApproval]


@dataclass(frozen=True)
class Belonging:
    """The days on which a client belongs to a group that names a service; without a last day it goes on."""

    service: str
    starts_on: date
    ends_on: date | None

    def shares(self, service: str, first_on: date, last_on: date) -> bool:
        """Whether the service is got there on one of these days."""
        return service == self.service and shares_days(self.starts_on, self.ends_on or date.max, first_on, last_on)


@dataclass(frozen=True)
class GroupRecords:
    """What a client has to do with groups that name a service: meetings that were attended and that are planned, and
    the days of belonging. What the client gets elsewhere is none of theirs."""

    attended: tuple[GroupMeeting, ...] = ()
    belonging: tuple[Belonging, ...] = ()
    planned: tuple[GroupMeeting, ...] = ()

    def of(self, service: str) -> list[GroupMeeting]:
        """The attended meetings that count for the service."""
        return [each for each in self.attended if each.service == service]

    def count_for(self, approval: KnownApproval) -> bool:
        """Whether the client was at a meeting, or belonged to a group, for the service in the days of the approval."""
        was_there = any(approval.starts_on <= each.on <= approval.ends_on for each in self.of(approval.service))
        return was_there or self._belongs(approval.service, approval.starts_on, approval.ends_on)

    def expect(self, service: str, day: date) -> bool:
        """Whether a group for the service expects the client on that day."""
        return self._belongs(service, day, day)

    def _belongs(self, service: str, first_on: date, last_on: date) -> bool:
        return any(each.shares(service, first_on, last_on) for each in self.belonging)


NO_GROUPS = GroupRecords()


class Notice(StrEnum):
    """What is to be noticed about an approval."""

    OVER_USED = "over_used"
    OVER_PLANNED = "over_planned"
    OVERLAP = "overlap"
    UNUSUAL = "unusual"
    NOT_BEGUN = "not_begun"
    FADING = "fading"
    ENDS = "ends"


@dataclass(frozen=True)
class ApprovalUse:
    """An approval for a service that is counted, in whole minutes, meetings or days: used and planned parts, and what
    was expected to be used by today. Used, planned and left make the amount; left is negative where they are more."""

    approval: KnownApproval
    amount: int
    expected: int
    used_parts: tuple[PartOfContact, ...]
    planned_parts: tuple[PartOfContact, ...]

    @property
    def used(self) -> int:
        """What was used."""
        return sum(part.amount for part in self.used_parts)

    @property
    def planned(self) -> int:
        """What planned meetings will use."""
        return sum(part.amount for part in self.planned_parts)

    @property
    def left(self) -> int:
        """What is neither used nor planned."""
        return self.amount - self.used - self.planned

    @property
    def beyond(self) -> int:
        """How much more than the amount is used or planned."""
        return max(-self.left, 0)

    def figure(self, number: int) -> str:
        """The number as it is written: hours as 31:05."""
        return time_figure(number) if self.approval.unit is ApprovalUnit.HOUR else str(number)


@dataclass(frozen=True)
class ApprovalLimits:
    """One day, and the organisation's thresholds."""

    day: date
    begin_days: int
    end_days: int
    fading_percent: int


@dataclass(frozen=True)
class Usage:
    """What counts against a client's approvals, and the parts of contacts and plans that none of them covers."""

    uses: dict[UUID, ApprovalUse]
    uncovered: tuple[PartOfContact, ...]
    uncovered_plans: tuple[PartOfContact, ...]


def usage_of(
    contacts: Collection[ContactRecord],
    approvals: Sequence[KnownApproval],
    day: date,
    groups: GroupRecords = NO_GROUPS,
) -> Usage:
    """What counts against which approval, of what was held until that day, and then of what is planned from it on.
    Contact with a mentor counts for mentoring, and a meeting of a group for the service that the group names."""
    held = [each for each in contacts if each.outcome in CONTACT and each.on <= day]
    plans = [each for each in contacts if each.outcome is Outcome.PLANNED and each.on >= day]
    records: dict[str, list[Counted]] = {SOCIAL_MENTORING: [*held, *plans]}
    for meeting in [*groups.attended, *(each for each in groups.planned if each.on >= day)]:
        records.setdefault(meeting.service, []).append(meeting)
    parts = [part for service, each in records.items() for part in allocate(each, approvals, service=service)]
    used = [part for part in parts if part.contact.outcome is not Outcome.PLANNED]
    planned = [part for part in parts if part.contact.outcome is Outcome.PLANNED]
    uses = {
        each.id: ApprovalUse(
            each, whole_amount(each), whole_amount(each, last_on=day), _against(used, each), _against(planned, each)
        )
        for each in approvals
        if each.service == SOCIAL_MENTORING or groups.count_for(each)
    }
    return Usage(uses, _against(used, None), _against(planned, None))


def _against(parts: Iterable[PartOfContact], approval: KnownApproval | None) -> tuple[PartOfContact, ...]:
    """The parts that count against it, without those that take nothing of it because they are no meetings."""
    is_of_meetings = approval is not None and approval.unit is not ApprovalUnit.HOUR
    return tuple(part for part in parts if part.terms is approval and (is_meeting(part.contact) or not is_of_meetings))


def notices_of(
    approval: KnownApproval, approvals: Sequence[KnownApproval], use: ApprovalUse | None, limits: ApprovalLimits
) -> list[Notice]:
    """What is to be noticed about an approval beside the others, but for how often they meet."""
    if approval.ends_on < limits.day:
        return [Notice.OVER_USED] if use and use.used > use.amount else []
    beside = [
        each
        for each in approvals
        if each is not approval
        and each.ends_on >= limits.day
        and shares_days(each.starts_on, each.ends_on, approval.starts_on, approval.ends_on)
    ]
    found = {
        Notice.OVER_USED: use and use.used > use.amount,
        Notice.OVER_PLANNED: use and use.beyond and use.planned,
        Notice.OVERLAP: any(each.service == approval.service for each in beside),
        Notice.UNUSUAL: any(is_unusual_beside(each.service, approval.service) for each in beside),
        Notice.ENDS: _ends_soon(approval, approvals, limits),
    }
    return [notice for notice, is_found in found.items() if is_found]


def _ends_soon(approval: KnownApproval, approvals: Sequence[KnownApproval], limits: ApprovalLimits) -> bool:
    """Whether it ends within the organisation's days and nothing follows it without a gap."""
    if (
        approval.service in APPROVED_ONCE
        or phase_of(approval.starts_on, approval.ends_on, limits.day) is not ApprovalPhase.CURRENT
    ):
        return False
    until = approved_until([each for each in approvals if each.service == approval.service], limits.day)
    return until == approval.ends_on and (until - limits.day).days <= limits.end_days


def days_not_begun(
    starts_on: date, last_on: date | None, there_on: date | None, day: date, begin_days: int
) -> int | None:
    """For how many days mentoring has been approved without having begun, where they are so many. Whoever was met in
    the weeks before has begun, and so has whoever was there in a group since."""
    is_met = last_on is not None and last_on >= starts_on - NEW_BEGINNING
    is_in_group = there_on is not None and there_on >= starts_on
    days = (day - starts_on).days
    return days if days >= begin_days and not (is_met or is_in_group) else None


def fades(contacts: Iterable[ContactRecord], every: int, limits: ApprovalLimits) -> bool:
    """Whether they meet much less often than in the weeks before."""
    lately_on = lately_from(limits.day)
    held = [each.on for each in contacts if each.outcome in CONTACT and each.on <= limits.day]
    lately = sum(on >= lately_on for on in held)
    before = sum(lately_on - timedelta(days=BEFORE_DAYS) <= on < lately_on for on in held)
    return is_fading(lately, before, every, limits.fading_percent)
