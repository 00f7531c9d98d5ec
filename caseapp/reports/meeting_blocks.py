"""The services of a report: meetings and hours, and attendance in groups."""

from collections.abc import Iterator

from caseapp.basket.rules import Per, Unit
from caseapp.documents.blocks import Block, Column, ColumnKind, Facts, Heading, Note, Table
from caseapp.i18n import _, ngettext
from caseapp.reports.content import Approved, ClientProgress
from caseapp.reports.rules import hours_and_minutes
from caseapp.reports.words import ABOUT
from caseapp.web.filters import day


def meeting_blocks(progress: ClientProgress) -> Iterator[Block]:
    """Meetings held and their hours, and what became of the rest."""
    meetings, about = progress.meetings, ABOUT[progress.gender_form]
    yield Heading(1, _("Meetings"))
    yield Facts(
        (
            (_("Held"), str(meetings.held)),
            (_("Partly held"), str(meetings.partly)),
            (_("Time together, in hours and minutes"), hours_and_minutes(meetings.minutes)),
            (str(about.cancelled), str(meetings.client_cancelled)),
            (_("Cancelled by the mentor"), str(meetings.mentor_cancelled)),
            (str(about.no_show), str(meetings.no_show)),
        )
    )


def group_blocks(progress: ClientProgress) -> Iterator[Block]:
    """Attendance in each group; an excused absence counts neither way."""
    if not progress.groups:
        return
    yield Heading(1, _("Groups"))
    columns = (
        Column(_("Group"), weight=3),
        Column(_("Was there"), ColumnKind.NUMBER),
        Column(_("Of meetings that count"), ColumnKind.NUMBER, 1.4),
        Column(_("Excused"), ColumnKind.NUMBER),
        Column(_("Attendance"), ColumnKind.NUMBER),
    )
    rows = tuple(
        (
            group.name,
            str(group.there),
            str(group.counted),
            str(group.excused),
            "–" if group.percent is None else f"{group.percent}%",
        )
        for group in progress.groups
    )
    yield Table(columns, rows)
    yield Note(_("Coming late or leaving early counts as being there. An excused absence is left out of the count."))


def approved_words(approval: Approved) -> str:
    """The amount and the days of an approval."""
    amount = {
        (Unit.HOUR, Per.WEEK): ngettext("%(num)d hour a week", "%(num)d hours a week", approval.amount),
        (Unit.HOUR, Per.MONTH): ngettext("%(num)d hour a month", "%(num)d hours a month", approval.amount),
        (Unit.MEETING, Per.WEEK): ngettext("%(num)d meeting a week", "%(num)d meetings a week", approval.amount),
        (Unit.MEETING, Per.MONTH): ngettext("%(num)d meeting a month", "%(num)d meetings a month", approval.amount),
    }[approval.unit, approval.per]
    return _("%(amount)s, until %(day)s", amount=amount, day=day(approval.ends_on))
