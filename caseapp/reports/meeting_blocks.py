"""The services of a report: meetings and hours, and attendance in groups."""

from collections.abc import Iterator

from caseapp.basket.rules import BROKEN, Per, Unit, amount_figure
from caseapp.documents.blocks import Block, Column, ColumnKind, Facts, Heading, Note, Table
from caseapp.i18n import _, _l, ngettext
from caseapp.reports.content import Approved, ClientProgress, GroupProgress
from caseapp.reports.kind_rules import Detail
from caseapp.reports.rules import hours_and_minutes
from caseapp.reports.words import ABOUT
from caseapp.web.filters import day

USED_NAMES = {
    Unit.HOUR: _l("Hours used of those approved for the period"),
    Unit.MEETING: _l("Meetings used of those approved for the period"),
    Unit.DAY: _l("Days used of those approved for the period"),
}


def meeting_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """Meetings held and their hours, and in full what became of the rest and what of the approval was used."""
    meetings, about = progress.meetings, ABOUT[progress.gender_form]
    held = (
        (_("Held"), str(meetings.held)),
        (_("Partly held"), str(meetings.partly)),
        (_("Time together, in hours and minutes"), hours_and_minutes(meetings.minutes)),
    )
    yield Heading(1, _("Meetings"))
    if detail is Detail.SHORT:
        yield Facts(held)
        return
    yield Facts(
        (
            *held,
            (str(about.cancelled), str(meetings.client_cancelled)),
            (_("Cancelled by the mentor"), str(meetings.mentor_cancelled)),
            (str(about.no_show), str(meetings.no_show)),
            *([(_("Cancelled by an emergency"), str(meetings.emergency))] if meetings.emergency else []),
            *_used(progress),
        )
    )


def _used(progress: ClientProgress) -> Iterator[tuple[str, str]]:
    """What of the approved amount was used in the period, in the approval's own unit."""
    if (hours := progress.hours) and hours.approved is not None:
        figures = _("%(used)s of %(approved)s", used=hours.used_figure, approved=hours.approved_figure)
        yield str(USED_NAMES[hours.unit]), figures


def group_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """Attendance in each group; an excused absence counts neither way."""
    if not progress.groups:
        return
    yield Heading(1, _("Groups"))
    if detail is Detail.SHORT:
        yield Facts(tuple(_attended(group) for group in progress.groups))
        return
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


def _attended(group: GroupProgress) -> tuple[str, str]:
    return group.name, _("was there %(there)s of %(counted)s times", there=group.there, counted=group.counted)


def approved_words(approval: Approved) -> str:
    """The amount and the days of an approval."""
    last = day(approval.ends_on)
    return str(_("%(amount)s, until %(day)s", amount=_amount_words(approval), day=last))


def _amount_words(approval: Approved) -> str:
    """3 hours a week. Languages have forms for one and for two; a broken number takes a form of its own."""
    is_whole = approval.amount == approval.amount.to_integral_value()
    number, amount = int(approval.amount) if is_whole else BROKEN, amount_figure(approval.amount)
    phrases = {
        (Unit.HOUR, Per.WEEK): ngettext("%(amount)s hour a week", "%(amount)s hours a week", number, amount=amount),
        (Unit.HOUR, Per.MONTH): ngettext("%(amount)s hour a month", "%(amount)s hours a month", number, amount=amount),
        (Unit.MEETING, Per.WEEK): ngettext(
            "%(amount)s meeting a week", "%(amount)s meetings a week", number, amount=amount
        ),
        (Unit.MEETING, Per.MONTH): ngettext(
            "%(amount)s meeting a month", "%(amount)s meetings a month", number, amount=amount
        ),
        (Unit.DAY, Per.WEEK): ngettext("%(amount)s day a week", "%(amount)s days a week", number, amount=amount),
        (Unit.DAY, Per.MONTH): ngettext("%(amount)s day a month", "%(amount)s days a month", number, amount=amount),
    }
    return str(phrases[approval.unit, approval.per])
