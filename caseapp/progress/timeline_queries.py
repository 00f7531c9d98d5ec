"""A client's history, newest first: notes, group attendance and ratings in one order, a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement

from caseapp.access import Viewer
from caseapp.activities.missing_note_queries import absence_runs, note_is_missing, notes_due_by
from caseapp.activities.models import Activity
from caseapp.activities.queries import find_last_met
from caseapp.activities.rules import CONTACT, Outcome, counts_as_contact
from caseapp.activities.timeline_queries import ActivityDetails, TimelineKey, timeline_of
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.goals.queries import RatingRow
from caseapp.groups.attendance.queries import MarkRow, group_marks_timeline

RECORDS = 50
END_OF_DAY = time(23, 59)


class TimelineFilter(StrEnum):
    """What the timeline is narrowed to; each figure of the page and of the board opens one of these."""

    MEETINGS = "meetings"
    MONTH = "month"
    ATTEMPTS = "attempts"
    MISSED = "missed"
    SILENT = "silent"
    GROUPS = "groups"
    RATINGS = "ratings"


class EntryKind(StrEnum):
    """What an entry of the timeline is about."""

    ACTIVITY = "activity"
    MARK = "mark"
    RATING = "rating"


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline: exactly one of the three is there."""

    kind: EntryKind
    key: TimelineKey
    activity: ActivityDetails | None = None
    mark: MarkRow | None = None
    rating: RatingRow | None = None

    @property
    def on(self) -> date:
        """The day."""
        return self.key.held_on


@dataclass(frozen=True)
class TimelinePage:
    """Some of the history, the address's key of the older entries, and the day of the last contact (known on the first
    page only)."""

    entries: list[TimelineEntry]
    older: str | None
    last_on: date | None


def timeline_page(
    viewer: Viewer,
    client_id: UUID,
    ratings: Iterable[RatingRow],
    before: TimelineKey | None = None,
    limit: int = RECORDS,
    only: TimelineFilter | None = None,
) -> TimelinePage:
    """The client's history before that key; `ratings` are all of the client's, which the page has read anyway."""
    activities: list[ActivityDetails] = []
    found: list[TimelineEntry] = []
    if only not in (TimelineFilter.GROUPS, TimelineFilter.RATINGS):
        activities = timeline_of(viewer, client_id, before, limit + 1, CONDITIONS[only]() if only else None)
        found += [TimelineEntry(EntryKind.ACTIVITY, activity.key, activity=activity) for activity in activities]
    if only in (None, TimelineFilter.GROUPS):
        marks = group_marks_timeline(viewer, client_id, before, limit + 1)
        found += [TimelineEntry(EntryKind.MARK, TimelineKey(*mark.key), mark=mark) for mark in marks]
    if only in (None, TimelineFilter.RATINGS):
        rated = [
            TimelineEntry(EntryKind.RATING, TimelineKey(of.rated_on, END_OF_DAY, of.id), rating=of) for of in ratings
        ]
        found += [entry for entry in rated if before is None or entry.key < before]
    found.sort(key=lambda entry: entry.key, reverse=True)
    shown = found[:limit]
    return TimelinePage(
        shown,
        older=written_key(shown[-1].key) if len(found) > limit else None,
        last_on=_last_contact(viewer, client_id, activities, limit, only) if before is None else None,
    )


def _last_contact(
    viewer: Viewer, client_id: UUID, newest: Sequence[ActivityDetails], limit: int, only: TimelineFilter | None
) -> date | None:
    """The day of the last contact; asked for only where the records at hand cannot tell."""
    for activity in newest:
        if counts_as_contact(activity.outcome, activity.held_on, today(), activity.is_in_error):
            return activity.held_on
    is_whole = only in (None, TimelineFilter.MEETINGS) and len(newest) <= limit
    return None if is_whole else find_last_met(viewer, client_id)


def _meetings() -> tuple[ColumnElement[bool], ...]:
    return Activity.not_in_error(), Activity.outcome.in_(CONTACT), Activity.held_on <= today()


def _month() -> tuple[ColumnElement[bool], ...]:
    return *_meetings(), Activity.held_on >= today().replace(day=1)


def _attempts() -> tuple[ColumnElement[bool], ...]:
    is_attempt = Activity.outcome.not_in({*CONTACT, Outcome.PLANNED})
    return Activity.not_in_error(), is_attempt, Activity.held_on <= today()


def _missed() -> tuple[ColumnElement[bool], ...]:
    return (absence_runs(),)


def _silent() -> tuple[ColumnElement[bool], ...]:
    return (note_is_missing(notes_due_by()),)


CONDITIONS: dict[TimelineFilter, Callable[[], tuple[ColumnElement[bool], ...]]] = {
    TimelineFilter.MEETINGS: _meetings,
    TimelineFilter.MONTH: _month,
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
