"""The services of a report: meetings, calls and messages with their hours, and the year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from caseapp.activities.contact_rules import (
    KIND_NAMES,
    ContactCounts,
    KindOfContact,
)
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.basket.rules import FRACTION_PLURAL, ApprovalUnit, Per, amount_figure
from caseapp.documents.blocks import (
    Block,
    Column,
    ColumnKind,
    Facts,
    Figure,
    Heading,
    Source,
    Table,
    Tone,
    paragraph,
)
from caseapp.hours.rules import HoursUsed
from caseapp.i18n import _, _l, ngettext
from caseapp.progress.chart_words import by_month, year_picture
from caseapp.progress.rhythm_rules import WEEK, WeekCounts
from caseapp.progress.timeline_rules import Attendance
from caseapp.reports.content_rules import ApprovalSummary, ClientProgress, MeetingCounts
from caseapp.reports.kind_rules import Detail, SectionKind
from caseapp.reports.paper.record_blocks import Kinds, RecordFilter, RecordList
from caseapp.reports.paper.words import ABOUT, heading_of
from caseapp.web.filters import day
from caseapp.web.hour_rules import MINUTES_OF_AN_HOUR, time_figure

DAY = timedelta(days=1)
USED_NAMES = {
    ApprovalUnit.HOUR: _l("Hours used of the hours approved for this period"),
    ApprovalUnit.MEETING: _l("Meetings used of the meetings approved for this period"),
    ApprovalUnit.DAY: _l("Days used of the days approved for this period"),
}


def meeting_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """Meetings, calls and messages with their hours, and in full what became of the rest, what of the approval was
    used, and the year."""
    heading = heading_of(progress.kind, SectionKind.SERVICES, _contact_heading(progress.meetings))
    yield Heading(1, heading, RecordFilter(RecordList.CONTACTS).source())
    if not progress.meetings.planned:
        yield paragraph(_("No meetings were recorded in this period."), tone=Tone.QUIET)
    elif detail is Detail.SHORT:
        yield from _in_words(progress.meetings)
    else:
        yield from _counted(progress)
    if detail is Detail.FULL and not all(week.is_silent for week in progress.weeks):
        yield from _year(progress)


def _contact_heading(meetings: MeetingCounts) -> str:
    has_others = any(counts.planned for kind, counts in meetings.kinds.items() if kind is not KindOfContact.MEETING)
    return _("Meetings, calls and messages") if has_others else _("Meetings")


def _in_words(meetings: MeetingCounts) -> Iterator[Block]:
    """Each kind in a line of its own, with its time; what was signed before they were counted apart is one line."""
    if not meetings.kinds:
        yield paragraph(_met_words(KindOfContact.MEETING, meetings))
    for kind, counts in meetings.kinds.items():
        if counts.took_place or kind is KindOfContact.MEETING:
            source = _listed(RecordList.CONTACTS, kind).source(counts=counts.took_place, minutes=counts.minutes)
            yield paragraph(_met_words(kind, counts), source=source)


def _met_words(kind: KindOfContact, counts: ContactCounts) -> str:
    number = counts.took_place
    match kind:
        case KindOfContact.MEETING:
            met = ngettext("We met %(num)d time.", "We met %(num)d times.", number)
        case KindOfContact.CALL:
            met = ngettext(
                "We talked by phone or video %(num)d time.", "We talked by phone or video %(num)d times.", number
            )
        case KindOfContact.MESSAGE:
            met = ngettext(
                "We wrote messages to each other %(num)d time.",
                "We wrote messages to each other %(num)d times.",
                number,
            )
    whole = _("Total time: %(time)s.", time=time_words(counts.minutes)) if counts.minutes else ""
    return f"{met} {whole}".strip()


def _counted(progress: ClientProgress) -> Iterator[Block]:
    """Each kind in a row, and all of them in the last; then what of the approval was used."""
    meetings = progress.meetings
    if not meetings.kinds:
        yield _counted_in_all(progress)
        return
    rows: list[tuple[str, KindOfContact | None, ContactCounts]] = [
        (str(KIND_NAMES[kind]), kind, counts) for kind, counts in meetings.kinds.items() if counts.planned
    ]
    if len(rows) > 1:
        rows.append((_("Total"), None, meetings))
    shown = _outcomes(progress)
    columns = (
        Column(_("Contact"), weight=1.4),
        *(Column(name, ColumnKind.NUMBER, 1.3 if state == "minutes" else 1) for name, state in shown),
    )
    yield Table(
        columns,
        tuple((name, *(_figure(counts, state) for _name, state in shown)) for name, _kind, counts in rows),
        tuple((None, *(_behind(kind, counts, state) for _n, state in shown)) for _name, kind, counts in rows),
    )
    if used := tuple(_used(progress)):
        yield Facts(used, tuple(_used_source(progress, hours) for hours in _shown(progress)))


def _listed(of: RecordList, kind: KindOfContact | None) -> RecordFilter:
    return RecordFilter(of, Kinds(kind.value) if kind else None)


def _behind(kind: KindOfContact | None, counts: ContactCounts, state: str) -> Source | None:
    """The list that a figure of the table counts."""
    if state == "minutes":
        return _listed(RecordList.CONTACTS, kind).source(minutes=counts.minutes)
    of = RecordList.CONTACTS if Outcome(state) in CONTACT else RecordList.ATTEMPTS
    return replace(_listed(of, kind), outcome=Outcome(state)).source(counts=getattr(counts, state))


def _used_source(progress: ClientProgress, hours: HoursUsed) -> Source | None:
    """The contacts that one figure counts: all of the period, or those that are kept for it where there are several."""
    is_time = hours.unit is ApprovalUnit.HOUR
    listed = _listed(RecordList.CONTACTS, None if is_time else KindOfContact.MEETING)
    if progress.further_hours:
        listed = RecordFilter(RecordList.USED, counted=hours.list_name)
    if hours.unit is ApprovalUnit.DAY:
        return listed.source()
    if hours.unit is ApprovalUnit.MEETING:
        return listed.source(counts=int(hours.used))
    return listed.source(minutes=round(hours.used * MINUTES_OF_AN_HOUR))


def _outcomes(progress: ClientProgress) -> list[tuple[str, str]]:
    """The columns: what they are called, and what they count."""
    about = ABOUT[progress.gender_form]
    shown = [
        (_("Held"), "held"),
        (_("Partly held"), "partly"),
        (_("Hours"), "minutes"),
        (str(about.cancelled), "client_cancelled"),
        (_("Cancelled by the mentor"), "mentor_cancelled"),
        (str(about.no_show), "no_show"),
    ]
    if progress.meetings.emergency:
        shown.append((_("Cancelled because of the war"), "emergency"))
    return shown


def _figure(counts: ContactCounts, state: str) -> str:
    number: int = getattr(counts, state)
    return time_figure(number) if state == "minutes" else str(number)


def _counted_in_all(progress: ClientProgress) -> Facts:
    """What was signed before meetings, calls and messages were counted apart."""
    meetings, about = progress.meetings, ABOUT[progress.gender_form]
    facts = [
        (_("Held"), str(meetings.held)),
        (_("Partly held"), str(meetings.partly)),
        (_("Time together"), time_words(meetings.minutes)),
        (str(about.cancelled), str(meetings.client_cancelled)),
        (_("Cancelled by the mentor"), str(meetings.mentor_cancelled)),
        (str(about.no_show), str(meetings.no_show)),
    ]
    if meetings.emergency:
        facts.append((_("Cancelled because of the war"), str(meetings.emergency)))
    return Facts((*facts, *_used(progress)))


def _year(progress: ClientProgress) -> Iterator[Block]:
    """The weeks of the year that ends with the report."""
    yield Heading(2, _("The year, week by week"))
    yield Figure(
        year_picture(progress.weeks, width=620),
        caption=_(
            "A full block is a meeting, half a block is a call or message, and a hollow block is a "
            "group. A crossed ring is a meeting that did not happen; it does not count as contact."
        ),
        narrow=year_picture(progress.weeks, width=310),
        sources=tuple(_month_sources(weeks) for _month, weeks in by_month(progress.weeks)),
    )


def _month_sources(weeks: Sequence[WeekCounts]) -> tuple[Source | None, ...]:
    """The lists behind a row of the year's table: the weeks that begin in a month."""
    days = RecordFilter(RecordList.CONTACTS, since=weeks[0].starts_on, until=weeks[-1].starts_on + WEEK - DAY)
    lists = {
        "meetings": replace(days, kind=Kinds.MEETING),
        "calls": replace(days, kind=Kinds.REMOTE),
        "groups": replace(days, of=RecordList.MARKS, attendance=Attendance.THERE),
        "attempts": replace(days, of=RecordList.ATTEMPTS),
    }
    return None, *(each.source(counts=sum(getattr(week, name) for week in weeks)) for name, each in lists.items())


def time_words(minutes: int) -> str:
    """31 hours and 5 minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(ngettext("%(num)d minute", "%(num)d minutes", rest))
    whole = ngettext("%(num)d hour", "%(num)d hours", hours)
    if not rest:
        return str(whole)
    return str(ngettext("%(hours)s and %(num)d minute", "%(hours)s and %(num)d minutes", rest, hours=whole))


def _used(progress: ClientProgress) -> Iterator[tuple[str, str]]:
    """What of the approved amount was used in the period, in each unit that is approved."""
    for hours in _shown(progress):
        if hours.approved is None:
            yield _("Hours on days for which nothing is approved"), hours.used_figure
        else:
            figures = _("%(used)s of %(approved)s", used=hours.used_figure, approved=hours.approved_figure)
            yield str(USED_NAMES[hours.unit]), figures


def _shown(progress: ClientProgress) -> tuple[HoursUsed, ...]:
    """The figures of used hours; none where nothing was approved at all."""
    return tuple(hours for hours in progress.all_hours if hours.approved is not None or progress.further_hours)


def approved_words(approval: ApprovalSummary) -> str:
    """The amount and the days of an approval."""
    last = day(approval.ends_on)
    return str(_("%(amount)s, until %(day)s", amount=_amount_words(approval), day=last))


def _amount_words(approval: ApprovalSummary) -> str:
    """3 hours a week. Languages have forms for one and for two; a broken number takes a form of its own."""
    is_whole = approval.amount == approval.amount.to_integral_value()
    number = int(approval.amount) if is_whole else FRACTION_PLURAL
    amount = amount_figure(approval.amount, approval.unit)
    phrases = {
        (ApprovalUnit.HOUR, Per.WEEK): ngettext(
            "%(amount)s hour a week", "%(amount)s hours a week", number, amount=amount
        ),
        (ApprovalUnit.HOUR, Per.MONTH): ngettext(
            "%(amount)s hour a month", "%(amount)s hours a month", number, amount=amount
        ),
        (ApprovalUnit.MEETING, Per.WEEK): ngettext(
            "%(amount)s meeting a week", "%(amount)s meetings a week", number, amount=amount
        ),
        (ApprovalUnit.MEETING, Per.MONTH): ngettext(
            "%(amount)s meeting a month", "%(amount)s meetings a month", number, amount=amount
        ),
        (ApprovalUnit.DAY, Per.WEEK): ngettext(
            "%(amount)s day a week", "%(amount)s days a week", number, amount=amount
        ),
        (ApprovalUnit.DAY, Per.MONTH): ngettext(
            "%(amount)s day a month", "%(amount)s days a month", number, amount=amount
        ),
    }
    return str(phrases[approval.unit, approval.per])
