"""The coming meetings of groups that name a service: they are planned as far as approvals for the service last."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caseapp.activities.rules import Outcome
from caseapp.basket.rules import ServicePeriod
from caseapp.groups.rules import Schedule
from caseapp.groups.schedule.rules import StoredMeeting, meeting_days
from caseapp.hours.allocation_rules import GroupMeeting


@dataclass(frozen=True)
class ExpectingGroup:
    """A group that expects a client from one day to another: when it meets, and what is agreed about single days."""

    id: UUID
    name: str
    service: str
    minutes: int
    schedule: Schedule
    first_on: date
    last_on: date | None
    kept: tuple[StoredMeeting, ...] = ()

    def meeting(self, on: date) -> GroupMeeting:
        """Its meeting of that day, which is planned."""
        return GroupMeeting(on, self.minutes, self.service, self.id, self.name, Outcome.PLANNED)


def coming_meetings(
    groups: Iterable[ExpectingGroup],
    approvals: Collection[ServicePeriod],
    day: date,
    is_holiday: Callable[[date], bool],
) -> tuple[GroupMeeting, ...]:
    """The meetings from that day on at which the client is expected, each once, as far as an approval for their service
    covers them: a group that goes on has no last meeting, but an approval has a last day.

    None are days that were called off, holidays of which nobody has said that the group meets, and a day whose
    attendance was taken.
    """
    found = {
        (each.id, on): each.meeting(on)
        for each in groups
        for on in _days(each, [terms for terms in approvals if terms.service == each.service], day, is_holiday)
    }
    return tuple(sorted(found.values(), key=lambda meeting: (meeting.on, meeting.group_name, meeting.group_id)))


def _days(
    group: ExpectingGroup, approvals: Collection[ServicePeriod], day: date, is_holiday: Callable[[date], bool]
) -> Iterator[date]:
    approved_until = max((terms.ends_on for terms in approvals), default=date.min)
    first, last = max(day, group.first_on), min(approved_until, group.last_on or date.max)
    for each in meeting_days(group.schedule, group.kept, first, last, is_holiday) if first <= last else ():
        is_covered = any(terms.starts_on <= each.on <= terms.ends_on for terms in approvals)
        if is_covered and each.takes_place and not each.is_called:
            yield each.on
