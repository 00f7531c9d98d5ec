"""A client's history, newest first: notes, group attendance, ratings and maps in one order, a page at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from caseapp.access import Viewer
from caseapp.activities.contact_rules import KindOfContact, modes_of
from caseapp.activities.missing_note_queries import absence_runs, note_is_missing, notes_due_by
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.activities.timeline_queries import ActivityDetails, TimelineKey, timeline_of
from caseapp.circles.queries import DrawnMap, drawn_maps
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.goals.queries import RatingRow
from caseapp.groups.attendance.timeline_queries import MarkRow, group_marks_timeline, was_there_later
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.progress.timeline_rules import MARKS_OF, Attendance, Narrowing, TimelineFilter

RECORDS = 50
END_OF_DAY = time(23, 59)
EVERYTHING = Narrowing()


class EntryKind(StrEnum):
    """What an entry of the timeline is about."""

    ACTIVITY = "activity"
    MARK = "mark"
    RATING = "rating"
    MAP = "map"


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline: exactly one of the four is there."""

    kind: EntryKind
    key: TimelineKey
    activity: ActivityDetails | None = None
    mark: MarkRow | None = None
    rating: RatingRow | None = None
    map: DrawnMap | None = None

    @property
    def on(self) -> date:
        """The day."""
        return self.key.held_on


@dataclass(frozen=True)
class TimelinePage:
    """Some of the history, and the address's key of the older entries."""

    entries: list[TimelineEntry]
    older: str | None


def timeline_page(
    viewer: Viewer,
    client_id: UUID,
    ratings: Iterable[RatingRow],
    before: TimelineKey | None = None,
    limit: int = RECORDS,
    only: Narrowing = EVERYTHING,
) -> TimelinePage:
    """The client's history before that key; `ratings` are all of the client's, which the page has read anyway."""
    found: list[TimelineEntry] = []
    if only.kind not in (TimelineFilter.GROUPS, TimelineFilter.RATINGS):
        which = _activities(only) if only != EVERYTHING else None
        activities = timeline_of(viewer, client_id, before, limit + 1, which)
        found += [TimelineEntry(EntryKind.ACTIVITY, activity.key, activity=activity) for activity in activities]
    if only.kind in (None, TimelineFilter.GROUPS):
        marks = group_marks_timeline(viewer, client_id, before, limit + 1, _marks(only) if only.query else None)
        found += [TimelineEntry(EntryKind.MARK, TimelineKey(*mark.key), mark=mark) for mark in marks]
    if only.kind in (None, TimelineFilter.RATINGS):
        found += _before(before, _rated(ratings, only))
    if only.has_maps:
        found += _before(before, _drawn(drawn_maps(viewer, client_id), only))
    found.sort(key=lambda entry: entry.key, reverse=True)
    shown = found[:limit]
    return TimelinePage(shown, written_key(shown[-1].key) if len(found) > limit else None)


def _before(key: TimelineKey | None, entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    return [entry for entry in entries if key is None or entry.key < key]


def _rated(ratings: Iterable[RatingRow], only: Narrowing) -> Iterable[TimelineEntry]:
    for of in ratings:
        if only.has_day(of.rated_on) and only.goal in (None, of.goal_id):
            yield TimelineEntry(EntryKind.RATING, TimelineKey(of.rated_on, END_OF_DAY, of.id), rating=of)


def _drawn(maps: Iterable[DrawnMap], only: Narrowing) -> Iterable[TimelineEntry]:
    for of in maps:
        if only.has_day(of.drawn_on):
            yield TimelineEntry(EntryKind.MAP, TimelineKey(of.drawn_on, END_OF_DAY, of.id), map=of)


def _activities(only: Narrowing) -> list[ColumnElement[bool]]:
    conditions = list(CONDITIONS[only.kind]()) if only.kind else [Activity.outcome != Outcome.PLANNED]
    conditions += _days(Activity.held_on, only)
    if only.outcome:
        conditions.append(Activity.outcome == only.outcome)
    return conditions


def _marks(only: Narrowing) -> list[ColumnElement[bool]]:
    conditions = _days(AttendanceMark.held_on, only)
    if only.attendance:
        conditions.append(AttendanceMark.mark.in_(MARKS_OF[only.attendance]))
    if only.attendance is Attendance.ABSENT_IN_A_ROW:
        conditions.append(~was_there_later())
    if only.group:
        conditions += [Meeting.group_id == only.group, AttendanceMark.is_guest.is_(False)]
    return conditions


def _days(column: Any, only: Narrowing) -> list[ColumnElement[bool]]:
    first = [column >= only.since] if only.since else []
    return [*first, column <= only.until] if only.until else first


def _contacts(*kinds: KindOfContact) -> tuple[ColumnElement[bool], ...]:
    took_place = (Activity.not_in_error(), Activity.outcome.in_(CONTACT), Activity.held_on <= today())
    modes = [mode for kind in kinds for mode in modes_of(kind)]
    return (*took_place, Activity.mode.in_(modes)) if modes else took_place


def _attempts() -> tuple[ColumnElement[bool], ...]:
    is_attempt = Activity.outcome.not_in({*CONTACT, Outcome.PLANNED})
    return Activity.not_in_error(), is_attempt, Activity.held_on <= today()


def _missed() -> tuple[ColumnElement[bool], ...]:
    return (absence_runs(),)


def _silent() -> tuple[ColumnElement[bool], ...]:
    return (note_is_missing(notes_due_by()),)


CONDITIONS: dict[TimelineFilter, Callable[[], tuple[ColumnElement[bool], ...]]] = {
    TimelineFilter.CONTACTS: _contacts,
    TimelineFilter.MEETINGS: partial(_contacts, KindOfContact.MEETING),
    TimelineFilter.CALLS: partial(_contacts, KindOfContact.CALL),
    TimelineFilter.MESSAGES: partial(_contacts, KindOfContact.MESSAGE),
    TimelineFilter.REMOTE: partial(_contacts, KindOfContact.CALL, KindOfContact.MESSAGE),
    TimelineFilter.ATTEMPTS: _attempts,
    TimelineFilter.MISSED: _missed,
    TimelineFilter.SILENT: _silent,
}


def written_key(key: TimelineKey) -> str:
    """A place in the timeline as the address carries it."""
    return f"{key.held_on.isoformat()}T{key.starts_at:%H:%M:%S}~{key.id.hex}"


def read_key(text: str) -> TimelineKey:
    """The place that an address names; `NotVisible` where it names none."""
    day, _, rest = text.partition("T")
    hour, _, row = rest.partition("~")
    try:
        return TimelineKey(date.fromisoformat(day), time.fromisoformat(hour), UUID(row))
    except ValueError:
        raise NotVisible from None
