"""A client's approvals with what counts against each, and what is to be noticed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import CONTACT
from caseapp.basket.queries import ApprovalRow, list_approvals
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalPhase
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.clock import today
from caseapp.hours.approval_rules import (
    ApprovalLimits,
    ApprovalUse,
    Notice,
    PartOfContact,
    days_not_begun,
    fades,
    notices_of,
    usage_of,
)
from caseapp.hours.queries import last_in_group, list_contacts_and_plans
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold


@dataclass(frozen=True)
class ApprovalLine:
    """One approval; contact counts against those for mentoring alone. `idle_days` is for how long it has not begun."""

    approval: ApprovalRow
    phase: ApprovalPhase
    use: ApprovalUse | None
    notices: list[Notice]
    idle_days: int | None


@dataclass(frozen=True)
class ApprovalsPage:
    """All approvals of a client, the latest first, and the contacts and plans on days that none covers."""

    lines: list[ApprovalLine]
    uncovered: tuple[PartOfContact, ...]
    has_uncovered_plans: bool

    def of(self, phase: ApprovalPhase) -> list[ApprovalLine]:
        """Those that are current, upcoming or ended."""
        return [line for line in self.lines if line.phase == phase]


def approval_limits() -> ApprovalLimits:
    """Today, and the organisation's thresholds."""
    return ApprovalLimits(
        day=today(),
        begin_days=threshold(Threshold.NOT_SEEN_DAYS),
        end_days=threshold(Threshold.APPROVAL_WARNING_DAYS),
        fading_percent=threshold(Threshold.FADING_PERCENT),
    )


def approvals_page(viewer: Viewer, client: Any) -> ApprovalsPage:
    """The approvals of a visible client."""
    approvals = list_approvals(viewer, client.id)
    contacts = list_contacts_and_plans(viewer, client.id)
    usage = usage_of(contacts, approvals, today())
    begun = _Begun(client, contacts, last_in_group(viewer, client.id))
    lines = [_line(each, approvals, usage.uses.get(each.id), begun) for each in approvals]
    return ApprovalsPage(lines, usage.uncovered, bool(usage.uncovered_plans))


def use_of(viewer: Viewer, approval: Any) -> ApprovalUse | None:
    """What counts against one approval; nothing can where it is for another service."""
    approvals = list_approvals(viewer, approval.client_id)
    contacts = list_contacts_and_plans(viewer, approval.client_id)
    return usage_of(contacts, approvals, today()).uses.get(approval.id)


@dataclass(frozen=True)
class _Begun:
    """How far mentoring has begun."""

    client: Any
    contacts: list[ContactRecord]
    there_on: date | None

    def idle_days(self, approval: ApprovalRow, limits: ApprovalLimits) -> int | None:
        """For how long the approval has not begun."""
        if self.client.status is ClientStatus.PAUSED:
            return None
        last_on = max((each.on for each in self.contacts if each.outcome in CONTACT), default=None)
        return days_not_begun(approval.starts_on, last_on, self.there_on, limits.day, limits.begin_days)

    def fades(self, limits: ApprovalLimits) -> bool:
        """Whether they meet much less often than before; only active clients are expected to be met."""
        every = meeting_interval(self.client.meeting_every_days, threshold(Threshold.EXPECTED_MEETING_DAYS))
        return self.client.status is ClientStatus.ACTIVE and fades(self.contacts, every, limits)


def _line(approval: ApprovalRow, approvals: list[ApprovalRow], use: ApprovalUse | None, begun: _Begun) -> ApprovalLine:
    limits = approval_limits()
    phase = approval.phase(limits.day)
    notices = notices_of(approval, approvals, use, limits)
    idle_days = None
    if approval.service == SOCIAL_MENTORING and phase is ApprovalPhase.CURRENT:
        idle_days = begun.idle_days(approval, limits)
        notices += [Notice.NOT_BEGUN] * (idle_days is not None) + [Notice.FADING] * begun.fades(limits)
    return ApprovalLine(approval, phase, use, notices, idle_days)
