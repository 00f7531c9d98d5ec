"""What a group's page says of each member: how often there, how that looks, and what it means."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from caseapp.clock import today
from caseapp.groups.members.queries import MemberRow
from caseapp.groups.queries import GroupDetails
from caseapp.groups.rules import MARKS_SHOWN, AttendanceLevel, Mark, attendance_level
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.percentage_rules import percentage


class MemberFigures(NamedTuple):
    """A member with what the meetings so far say; `run` is how many in a row were missed, where these are many."""

    member: MemberRow
    marks: tuple[Mark, ...]
    there: int
    counted: int
    attendance_level: AttendanceLevel
    remarks: tuple[str, ...]
    run: int
    is_complete: bool
    is_coming: bool

    @property
    def percent(self) -> int | None:
        """Attendance in whole percent; nothing where no meeting counts."""
        return percentage(self.there, self.counted)


def members_with_figures(
    group: GroupDetails,
    members: Iterable[MemberRow],
    marks: Mapping[UUID, tuple[Mark, ...]],
    attended: Mapping[UUID, tuple[int, int]],
    runs: Mapping[UUID, int],
) -> list[MemberFigures]:
    """The members with their figures, in the same order."""
    return [
        _shown(
            group,
            member,
            marks.get(member.client_id, ()),
            runs.get(member.client_id, 0),
            *attended.get(member.client_id, (0, 0)),
        )
        for member in members
    ]


def _shown(
    group: GroupDetails, member: MemberRow, marks: tuple[Mark, ...], run: int, there: int, counted: int
) -> MemberFigures:
    urgent, watch = threshold(Threshold.ATTENDANCE_URGENT), threshold(Threshold.ATTENDANCE_WATCH)
    looks = attendance_level(there, counted, urgent, watch)
    limit = {AttendanceLevel.URGENT: urgent, AttendanceLevel.WATCH: watch}.get(looks)
    remarks = []
    if limit is not None:
        remarks.append(_("Attended less than %(percent)s%% of the time", percent=limit))
    return MemberFigures(
        member,
        marks[-MARKS_SHOWN:],
        there,
        counted,
        looks,
        tuple(remarks),
        run if run >= threshold(Threshold.ABSENCES_IN_A_ROW) else 0,
        is_complete=group.enough is not None and there >= group.enough,
        is_coming=member.starts_on > today(),
    )
