"""Contact by its kind: a call or a message is contact, but not a meeting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from caseapp.activities.rules import CONTACT, Mode, Outcome
from caseapp.i18n import _l
from caseapp.web.hour_rules import time_figure


class KindOfContact(StrEnum):
    """What an activity counts as."""

    MEETING = "meeting"
    CALL = "call"
    MESSAGE = "message"


KIND_OF = {
    Mode.IN_PERSON: KindOfContact.MEETING,
    Mode.OUTING: KindOfContact.MEETING,
    Mode.HOME: KindOfContact.MEETING,
    Mode.PHONE: KindOfContact.CALL,
    Mode.VIDEO: KindOfContact.CALL,
    Mode.TEXT: KindOfContact.MESSAGE,
}
KIND_NAMES = {
    KindOfContact.MEETING: _l("Meetings"),
    KindOfContact.CALL: _l("Calls"),
    KindOfContact.MESSAGE: _l("Messages"),
}


class CountedContact(Protocol):
    """One activity, as far as it is counted."""

    @property
    def on(self) -> date: ...
    @property
    def mode(self) -> Mode: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True)
class ContactRecord:
    """One activity that was held or attempted: what counts of it."""

    id: UUID
    on: date
    mode: Mode
    outcome: Outcome
    minutes: int

    @property
    def kind(self) -> KindOfContact:
        """What it counts as."""
        return KIND_OF[self.mode]


@dataclass(frozen=True)
class ContactCounts:
    """How many activities of a kind had each outcome, and the minutes of those held, fully or partly."""

    held: int = 0
    partly: int = 0
    client_cancelled: int = 0
    mentor_cancelled: int = 0
    no_show: int = 0
    emergency: int = 0
    minutes: int = 0

    def __add__(self, other: "ContactCounts") -> "ContactCounts":
        return ContactCounts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def took_place(self) -> int:
        """Those held, fully or partly."""
        return self.held + self.partly

    @property
    def time(self) -> str:
        """The minutes as hours and minutes."""
        return time_figure(self.minutes)

    @property
    def planned(self) -> int:
        """All of them, whether they took place or not."""
        return self.took_place + self.client_cancelled + self.mentor_cancelled + self.no_show + self.emergency


def modes_of(kind: KindOfContact) -> tuple[Mode, ...]:
    """The ways to be in contact that count as this kind."""
    return tuple(mode for mode, of in KIND_OF.items() if of is kind)


def count_by_kind(contacts: Iterable[CountedContact]) -> dict[KindOfContact, ContactCounts]:
    """What became of these activities, each kind by itself; plans count nowhere."""
    counts: dict[KindOfContact, Counter[str]] = {kind: Counter() for kind in KindOfContact}
    for each in contacts:
        if each.outcome is not Outcome.PLANNED:
            of_kind = counts[KIND_OF[each.mode]]
            of_kind[each.outcome.value] += 1
            of_kind["minutes"] += each.minutes if each.outcome in CONTACT else 0
    return {kind: ContactCounts(**of_kind) for kind, of_kind in counts.items()}


def counts_in_all(by_kind: Iterable[ContactCounts]) -> ContactCounts:
    """The counts of several kinds together."""
    return sum(by_kind, ContactCounts())
