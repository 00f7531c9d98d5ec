"""The lists behind the figures of a report: which of the records that it counts each of them counts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from caseapp.activities.contact_rules import ContactRecord, KindOfContact
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.circles.figure_rules import CircleFigure, counted_by
from caseapp.circles.rules import CircleTie
from caseapp.documents.blocks import Source
from caseapp.progress.rhythm_rules import MarkRecord
from caseapp.progress.timeline_rules import MARKS_OF, Attendance
from caseapp.reports.content_rules import ClientProgress, GoalProgress, ServiceMeeting, StepRecord


class RecordList(StrEnum):
    """What a list is of; attempts are what did not take place."""

    CONTACTS = "contacts"
    USED = "used"
    ATTEMPTS = "attempts"
    MARKS = "marks"
    RATINGS = "ratings"
    RATED_GOALS = "rated-goals"
    STEPS_DONE = "steps-done"
    APPROVAL = "approval"
    SERVICE = "service"
    TIES = "ties"
    LASTING_TIES = "lasting-ties"
    UNKNOWN_TIES = "unknown-ties"
    ON_MAP = "on-map"


class Kinds(StrEnum):
    """Contacts of one kind, or all that are no meetings."""

    MEETING = KindOfContact.MEETING.value
    CALL = KindOfContact.CALL.value
    MESSAGE = KindOfContact.MESSAGE.value
    REMOTE = "remote"


class WhichMap(StrEnum):
    """One of the two maps of support."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True)
class RecordFilter:
    """One list: of the days of the period where no others are asked for; `goal` is the place of a goal among those of
    the report, `service` of an approval among those whose use it tells, `counted` the figure of used hours."""

    of: RecordList = RecordList.CONTACTS
    kind: Kinds | None = None
    outcome: Outcome | None = None
    attendance: Attendance | None = None
    group: UUID | None = None
    goal: int | None = None
    service: int | None = None
    map: WhichMap | None = None
    figure: CircleFigure | None = None
    counted: str | None = None
    since: date | None = None
    until: date | None = None

    def source(self, *, counts: int | None = None, minutes: int | None = None) -> Source | None:
        """The list behind a figure; none behind a nought."""
        if not counts and not minutes and (counts, minutes) != (None, None):
            return None
        query = {name: str(value) for name, value in asdict(self).items() if value is not None}
        return Source(urlencode(query), counts, minutes)


READ: dict[str, Any] = {
    "of": RecordList,
    "kind": Kinds,
    "outcome": Outcome,
    "attendance": Attendance,
    "group": UUID,
    "goal": int,
    "service": int,
    "map": WhichMap,
    "figure": CircleFigure,
    "counted": str,
    "since": date.fromisoformat,
    "until": date.fromisoformat,
}


def read_filter(asked: Mapping[str, str]) -> RecordFilter:
    """The list that an address names; `ValueError` for one that does not exist."""
    return RecordFilter(**{name: read(asked[name]) for name, read in READ.items() if asked.get(name)})


def contacts_of(progress: ClientProgress, only: RecordFilter) -> list[ContactRecord]:
    """The contacts, or the attempts, that such a figure counts."""
    if progress.records is None:
        return []
    return [
        each
        for each in progress.records.contacts
        if _has_day(progress, only, each.on)
        and _is_of_kind(each, only.kind)
        and (each.outcome is only.outcome if only.outcome else _took_place(each) is (only.of is RecordList.CONTACTS))
    ]


def used_of(progress: ClientProgress, only: RecordFilter) -> tuple[ContactRecord, ...]:
    """The contacts that a figure of used hours counts, each with the minutes that count there."""
    return progress.records.used.get(only.counted or "", ()) if progress.records else ()


def service_meetings(progress: ClientProgress, only: RecordFilter) -> list[ServiceMeeting]:
    """The meetings of groups that make what was used of an approval, the newest first."""
    uses = [use for place, use in enumerate(progress.services) if place == only.service]
    return [meeting for use in uses for meeting in (use.meetings or ())][::-1]


def marks_of(progress: ClientProgress, only: RecordFilter) -> list[MarkRecord]:
    """The marks in groups that such a figure counts."""
    if progress.records is None:
        return []
    return [
        each
        for each in progress.records.marks
        if _has_day(progress, only, each.on)
        and (only.group in (None, each.group_id))
        and (only.attendance is None or each.mark in MARKS_OF[only.attendance])
    ]


def mapped_ties(progress: ClientProgress, only: RecordFilter) -> tuple[CircleTie, ...]:
    """The ties that a figure of a map counts."""
    circles = progress.circles
    found = circles and (circles.then if only.map is WhichMap.THEN else circles.now)
    return counted_by(only.figure or CircleFigure.ALL, found.ties) if found else ()


def goals_of(progress: ClientProgress, only: RecordFilter) -> tuple[GoalProgress, ...]:
    """The goals whose ratings a figure comes from."""
    return progress.rated_goals if only.of is RecordList.RATED_GOALS else progress.goals


def steps_done_of(progress: ClientProgress, only: RecordFilter) -> list[StepRecord]:
    """The steps towards a goal that were done by the end of the period."""
    return [
        step
        for place, goal in enumerate(progress.goals)
        if only.goal in (None, place)
        for step in goal.step_records
        if progress.is_past(step.done_on)
    ]


def _took_place(contact: ContactRecord) -> bool:
    return contact.outcome in CONTACT


def _is_of_kind(contact: ContactRecord, kind: Kinds | None) -> bool:
    if kind is Kinds.REMOTE:
        return contact.kind is not KindOfContact.MEETING
    return kind is None or contact.kind.value == kind.value


def _has_day(progress: ClientProgress, only: RecordFilter, day: date) -> bool:
    return (only.since or progress.period.starts_on) <= day <= (only.until or progress.period.ends_on)
