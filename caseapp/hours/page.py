"""A client's approvals with what counts against each, and what is to be noticed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import CONTACT
from caseapp.basket.queries import ApprovalRow, list_approvals
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalPhase
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.clock import today
from caseapp.groups.queries import list_visible_groups
from caseapp.hours.allocation_rules import GroupMeeting
from caseapp.hours.approval_rules import (
    ApprovalLimits,
    ApprovalUse,
    GroupRecords,
    Notice,
    PartOfContact,
    days_not_begun,
    fades,
    notices_of,
    usage_of,
)
from caseapp.hours.queries import find_group_records, last_in_group, list_contacts_and_plans
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold


@dataclass(frozen=True)
class ApprovalLine:
    """One approval, and what counts against it where anything can. `idle_days` is for how long it has not begun."""

    approval: ApprovalRow
    phase: ApprovalPhase
    use: ApprovalUse | None
    notices: list[Notice]
    idle_days: int | None


@dataclass(frozen=True)
class ApprovalsPage:
    """All approvals of a client, the latest first, and the contacts, plans and meetings of groups on days that none
    covers."""

    lines: list[ApprovalLine]
    uncovered: tuple[PartOfContact, ...]
    has_uncovered_plans: bool
    uncovered_groups: tuple[PartOfContact, ...]

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
    groups = find_group_records(viewer, client.id, approvals)
    usage = usage_of(contacts, approvals, today(), groups)
    begun = _Begun(client, contacts, last_in_group(viewer, client.id), groups)
    lines = [_line(each, approvals, usage.uses.get(each.id), begun) for each in approvals]
    of_groups = tuple(part for part in usage.uncovered if isinstance(part.contact, GroupMeeting))
    alone = tuple(part for part in usage.uncovered if part not in of_groups)
    return ApprovalsPage(lines, alone, bool(usage.uncovered_plans), of_groups)


def use_of(viewer: Viewer, approval: Any) -> ApprovalUse | None:
    """What counts against one approval; nothing can where it is for another service."""
    approvals = list_approvals(viewer, approval.client_id)
    contacts = list_contacts_and_plans(viewer, approval.client_id)
    groups = find_group_records(viewer, approval.client_id, approvals)
    return usage_of(contacts, approvals, today(), groups).uses.get(approval.id)


def groups_to_open(viewer: Viewer, use: ApprovalUse | None) -> set[UUID]:
    """The groups of its planned meetings that the viewer sees: not yet those in which the client will be only later."""
    planned = (
        {part.contact.group_id for part in use.planned_parts if isinstance(part.contact, GroupMeeting)} if use else ()
    )
    return {group.id for group in list_visible_groups(viewer) if group.id in planned} if planned else set()


@dataclass(frozen=True)
class _Begun:
    """How far what is approved has begun."""

    client: Any
    contacts: list[ContactRecord]
    there_on: date | None
    groups: GroupRecords

    def idle_days(self, approval: ApprovalRow, limits: ApprovalLimits) -> int | None:
        """For how long the approval has not begun, where a mentor or a group expects the client."""
        if self.client.status is ClientStatus.PAUSED:
            return None
        last_on = max((each.on for each in self.contacts if each.outcome in CONTACT), default=None)
        there_on = self.there_on
        if approval.service != SOCIAL_MENTORING:
            if not self.groups.expect(approval.service, limits.day):
                return None
            last_on, there_on = None, max((each.on for each in self.groups.of(approval.service)), default=None)
        return days_not_begun(approval.starts_on, last_on, there_on, limits.day, limits.begin_days)

    def fades(self, limits: ApprovalLimits) -> bool:
        """Whether they meet much less often than before; only active clients are expected to be met."""
        every = meeting_interval(self.client.meeting_every_days, threshold(Threshold.EXPECTED_MEETING_DAYS))
        return self.client.status is ClientStatus.ACTIVE and fades(self.contacts, every, limits)


def _line(approval: ApprovalRow, approvals: list[ApprovalRow], use: ApprovalUse | None, begun: _Begun) -> ApprovalLine:
    limits = approval_limits()
    phase = approval.phase(limits.day)
    notices = notices_of(approval, approvals, use, limits)
    idle_days = begun.idle_days(approval, limits) if use and phase is ApprovalPhase.CURRENT else None
    notices += [Notice.NOT_BEGUN] * (idle_days is not None)
    if approval.service == SOCIAL_MENTORING and phase is ApprovalPhase.CURRENT:
        notices += [Notice.FADING] * begun.fades(limits)
    return ApprovalLine(approval, phase, use, notices, idle_days)
