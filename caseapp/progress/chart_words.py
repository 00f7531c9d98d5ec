"""The pictures of a goal, the same on the page and on paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from caseapp.charts.ladder import LadderLabels, MonthMark, RatingMark, ladder_chart
from caseapp.charts.months import MonthLabels, MonthMarks, month_bars
from caseapp.charts.shapes import Direction, Picture, PictureTable, signed
from caseapp.charts.stairs import StairsLabels, stairs
from caseapp.charts.strip import StripLabels, WeekMarks, contact_strip
from caseapp.goals.rules import LEVEL_NAMES
from caseapp.i18n import _, direction, ngettext
from caseapp.progress.rhythm_queries import Rhythms
from caseapp.progress.rhythm_rules import WeekCounts
from caseapp.progress.rules import CurrentRatings, DatedRating, current_ratings
from caseapp.web.filters import day, month_name

MONTHS_SHOWN = 6
DAYS_OF_WEEK = 7


def ladder_picture(
    title: str,
    baseline: int,
    started_on: date,
    ratings: Sequence[DatedRating],
    *,
    client: str,
    first: date,
    last: date,
    width: float = 560,
) -> Picture:
    """A goal's way from `first` to `last`, in the language being spoken; `client` is how the client is called."""
    inside = [rating for rating in ratings if first <= rating.on <= last]
    labels = LadderLabels(
        title=title,
        description=described(baseline, current_ratings(ratings)),
        expected=_("expected"),
        start=_("Start"),
        mentor=_("The mentor"),
        client=client,
        day=_("Date"),
    )
    return ladder_chart(
        labels=labels,
        first=first,
        last=last,
        start=RatingMark(started_on, baseline, day(started_on)),
        mentor=[RatingMark(rating.on, rating.mentor, day(rating.on)) for rating in inside],
        client=[RatingMark(rating.on, rating.client, day(rating.on)) for rating in inside if rating.client is not None],
        months=list(_months(first, last)),
        direction=Direction(direction()),
        width=width,
    )


def stairs_picture(title: str, baseline: int, now: CurrentRatings, *, client: str) -> Picture:
    """A goal's five steps as they stand now."""
    labels = StairsLabels(
        title=title,
        description=described(baseline, now),
        start=_("Start"),
        expected=_("Expected"),
        mentor=_("The mentor"),
        client=client,
    )
    return stairs(labels=labels, start=baseline, mentor=now.mentor, client=now.client, direction=Direction(direction()))


def strip_picture(rhythms: Rhythms, *, width: float = 560) -> Picture:
    """A client's last twelve weeks as blocks."""
    labels = StripLabels(
        title=_("Contact in the last twelve weeks"),
        description=_weeks_met(rhythms),
        week=_("Week of"),
        meetings=_("Meetings"),
        calls=_("Calls and messages"),
        groups=_("Groups"),
        attempts=_("Attempts"),
    )
    return contact_strip(labels=labels, weeks=rhythms.weeks, direction=Direction(direction()), width=width)


def year_picture(weeks: Sequence[WeekCounts], *, width: float = 560) -> Picture:
    """A client's year as blocks, week by week; its table counts by month."""
    met = sum(bool(week.contacts) for week in weeks)
    labels = StripLabels(
        title=_("Contact in twelve months"),
        description=_met_in(met, len(weeks)),
        week=_("Month"),
        meetings=_("Meetings"),
        calls=_("Calls and messages"),
        groups=_("Groups"),
        attempts=_("Attempts"),
    )
    marks = [
        WeekMarks("", _first_of_month(week), week.meetings, week.calls, week.groups, week.attempts) for week in weeks
    ]
    picture = contact_strip(
        labels=labels, weeks=marks, direction=Direction(direction()), width=width, is_last_running=False
    )
    headings = picture.table.headings
    return replace(picture, table=PictureTable(headings, tuple(_month_row(*each) for each in by_month(weeks))))


def months_picture(months: Sequence[MonthMarks], *, width: float = 560) -> Picture:
    """A client's attendance of groups by month."""
    there, counted = (sum(getattr(month, name) for month in months) for name in ("there", "counted"))
    labels = MonthLabels(
        title=_("Groups by month"),
        description=_("Attended %(there)s of %(counted)s meetings that count.", there=there, counted=counted),
        month=_("Month"),
        there=_("Attended"),
        counted=_("Of meetings that count"),
    )
    return month_bars(labels=labels, months=months, direction=Direction(direction()), width=width)


def _weeks_met(rhythms: Rhythms) -> str:
    return _met_in(rhythms.weeks_met, len(rhythms.weeks))


def _met_in(met: int, of: int) -> str:
    return str(ngettext("Contact in %(num)d of %(of)s weeks.", "Contact in %(num)d of %(of)s weeks.", met, of=of))


def _first_of_month(week: WeekCounts) -> str:
    """The month's name under every other month's first week."""
    is_first = week.starts_on.day <= DAYS_OF_WEEK and week.starts_on.month % 2 == 0
    return month_name(week.starts_on) if is_first else ""


def by_month(weeks: Iterable[WeekCounts]) -> Iterator[tuple[date, list[WeekCounts]]]:
    """The weeks by the month in which they begin."""
    for starts_on, of_month in groupby(weeks, lambda week: week.starts_on.replace(day=1)):
        yield starts_on, list(of_month)


def _month_row(starts_on: date, weeks: Sequence[WeekCounts]) -> tuple[str, ...]:
    figures = (sum(getattr(week, name) for week in weeks) for name in ("meetings", "calls", "groups", "attempts"))
    return f"{month_name(starts_on)} {starts_on.year}", *map(str, figures)


def described(baseline: int, now: CurrentRatings) -> str:
    """What the picture says, in a sentence."""
    if now.mentor is None:
        return str(_("Starting level: %(start)s. Not rated yet.", start=_level(baseline)))
    if now.client is None:
        sentence = _(
            "Starting level: %(start)s. Mentor's last rating: %(mentor)s.",
            start=_level(baseline),
            mentor=_level(now.mentor),
        )
    else:
        sentence = _(
            "Starting level: %(start)s. Mentor's last rating: %(mentor)s; client's own: %(client)s.",
            start=_level(baseline),
            mentor=_level(now.mentor),
            client=_level(now.client),
        )
    return str(sentence)


def _level(level: int) -> str:
    return f"{signed(level)} ({LEVEL_NAMES[level]})"


def _months(first: date, last: date) -> Iterator[MonthMark]:
    """Names of months along the axis, evenly apart, the first one where the axis begins."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    for months in range(0, count, -(-count // MONTHS_SHOWN)):
        year, month = divmod(first.month - 1 + months, 12)
        on = max(date(first.year + year, month + 1, 1), first)
        yield MonthMark(on, month_name(on))
