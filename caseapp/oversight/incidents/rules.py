"""What went wrong with stored records, whom one tells of it, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

WORDS_MAX, LINE_MAX = 2_000, 200
PEOPLE_MAX = 1_000_000


class IncidentKind(StrEnum):
    """What happened."""

    UNAUTHORISED = "unauthorised"
    DISCLOSED = "disclosed"
    LOST_DEVICE = "lost_device"
    CHANGED = "changed"
    UNAVAILABLE = "unavailable"
    OTHER = "other"
    NONE = "none"


class Severity(StrEnum):
    """How much weighs on it."""

    SEVERE = "severe"
    NOT_SEVERE = "not_severe"


class Told(StrEnum):
    """Whom one tells."""

    REGULATOR = "regulator"
    PEOPLE = "people"
    MANAGEMENT = "management"
    MINISTRY = "ministry"
    POLICE = "police"
    OTHER = "other"


class TellState(StrEnum):
    """How it stands with somebody who is to be told."""

    TOLD = "told"
    OPEN = "open"
    LATE = "late"


KIND_NAMES = {
    IncidentKind.UNAUTHORISED: _l("Somebody used records without being allowed to"),
    IncidentKind.DISCLOSED: _l("Records reached somebody who should not have them"),
    IncidentKind.LOST_DEVICE: _l("A device or a paper was lost or stolen"),
    IncidentKind.CHANGED: _l("Records were changed or deleted wrongly"),
    IncidentKind.UNAVAILABLE: _l("Records could not be reached"),
    IncidentKind.OTHER: _l("Something else"),
    IncidentKind.NONE: _l("It turned out to be no incident"),
}
SEVERITY_NAMES = {Severity.SEVERE: _l("Severe"), Severity.NOT_SEVERE: _l("Not severe")}
TOLD_NAMES = {
    Told.REGULATOR: _l("The Privacy Protection Authority"),
    Told.PEOPLE: _l("The people whom the records are about"),
    Told.MANAGEMENT: _l("The management"),
    Told.MINISTRY: _l("The Ministry, or whoever ordered the service"),
    Told.POLICE: _l("The police"),
    Told.OTHER: _l("Somebody else"),
}


@dataclass(frozen=True)
class IncidentDraft:
    """An incident as it is known now; the texts name no client."""

    kind: IncidentKind
    severity: Severity
    found_at: datetime
    happened_at: datetime | None = None
    people: int | None = None
    words: str = ""
    data: str = ""
    measures: str = ""
    tells_people: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class TellingDraft:
    """That somebody was told."""

    whom: Told
    told_at: datetime
    words: str = ""


class Periods(NamedTuple):
    """Within how many hours the regulator, and within how many days the people, are told."""

    regulator_hours: int
    people_days: int


class Obligation(NamedTuple):
    """Somebody who is to be told: by when, and when that was done."""

    whom: Told
    due_at: datetime
    told_at: datetime | None

    def state(self, now: datetime) -> TellState:
        """How it stands at that instant; what was told too late stays late."""
        if self.told_at is not None:
            return TellState.TOLD
        return TellState.LATE if now > self.due_at else TellState.OPEN

    @property
    def was_late(self) -> bool:
        """Whether it was told after its last instant."""
        return self.told_at is not None and self.told_at > self.due_at


def obligations(draft: IncidentDraft, told: Iterable[tuple[Told, datetime]], periods: Periods) -> list[Obligation]:
    """Whom one must tell of it: the regulator where it is severe, the people where that was decided or demanded."""
    if draft.kind is IncidentKind.NONE:
        return []
    first: dict[Told, datetime] = {}
    for whom, at in told:
        first[whom] = min(at, first.get(whom, at))
    due = []
    if draft.severity is Severity.SEVERE:
        due.append((Told.REGULATOR, draft.found_at + timedelta(hours=periods.regulator_hours)))
    if draft.tells_people:
        due.append((Told.PEOPLE, draft.found_at + timedelta(days=periods.people_days)))
    return [Obligation(whom, at, first.get(whom)) for whom, at in due]


def check_incident(draft: IncidentDraft, now: datetime) -> None:
    """`RuleBroken` where an instant cannot be right, or nothing says what happened."""
    if draft.found_at > now:
        raise RuleBroken(_("This has not come yet."), "found_on")
    if draft.happened_at and draft.happened_at > draft.found_at:
        raise RuleBroken(_("It cannot be found before it happened."), "happened_on")
    if not draft.words.strip():
        raise RuleBroken(_("Say in a few words what happened."), "words")
    for name, words in (("words", draft.words), ("records", draft.data), ("measures", draft.measures)):
        check_length(words, WORDS_MAX, name)


def check_found(found_at: datetime, recorded_at: datetime, told: Iterable[datetime]) -> None:
    """`RuleBroken` where it would be found only after it was recorded here, or after somebody was told of it."""
    if found_at > recorded_at:
        raise RuleBroken(_("This is after the incident was recorded."), "found_on")
    if any(found_at > told_at for told_at in told):
        raise RuleBroken(_("Somebody was told of it before that."), "found_on")


def check_closed(draft: IncidentDraft, due: Iterable[Obligation]) -> None:
    """`RuleBroken` where it is to be closed while somebody is still to be told, or nothing says what was done."""
    if not draft.is_closed:
        return
    if any(each.told_at is None for each in due):
        raise RuleBroken(_("Somebody is still to be told. Record that first."), "is_closed")
    if not draft.measures.strip():
        raise RuleBroken(_("Say what was done, so that it does not happen again."), "measures")


def check_telling(draft: TellingDraft, found_at: datetime, now: datetime) -> None:
    """`RuleBroken` where nobody could have been told then."""
    if draft.told_at > now:
        raise RuleBroken(_("This has not come yet."), "told_on")
    if draft.told_at < found_at:
        raise RuleBroken(_("This is before the incident was found."), "told_on")
    check_length(draft.words, LINE_MAX, "words")
