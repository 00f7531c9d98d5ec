"""Circles of support: what a tie can say, and which maps are refused. Nobody is placed by the program, and no kind of
network or person is ever computed (rings: Kahn and Antonucci 1980)."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

TIES_MAX = 40
NICKNAME_MAX = 40
WORDS_MAX = 200
TENSIONS = (0, 1, 2, 3)
BLANK_ROWS = 4


class Ring(IntEnum):
    """How close a tie is; `GONE` is one that was on the last map and is no more."""

    GONE = 0
    CLOSE = 1
    IMPORTANT = 2
    FURTHER = 3


class CircleKind(StrEnum):
    """What the client is tied to."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    PET = "pet"
    ONLINE = "online"


class TieRole(StrEnum):
    """Who somebody is to the client."""

    FAMILY = "family"
    PARTNER = "partner"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    PEER = "peer"
    COLLEAGUE = "colleague"
    PROFESSIONAL = "professional"
    OTHER = "other"


class TiePay(StrEnum):
    """Whether somebody is there as their paid work."""

    NATURAL = "natural"
    PAID = "paid"


class TieFrequency(StrEnum):
    """How often there is contact."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SELDOM = "seldom"


class TieWay(StrEnum):
    """How there is contact."""

    IN_PERSON = "in_person"
    CALL = "call"
    MESSAGE = "message"
    ONLINE = "online"


class Giving(StrEnum):
    """Who gives, as the client sees it."""

    GIVES = "gives"
    RECEIVES = "receives"
    BOTH = "both"


class SupportKind(StrEnum):
    """What a tie gives."""

    EMOTIONAL = "emotional"
    PRACTICAL = "practical"
    COMPANIONSHIP = "companionship"
    INFORMATION = "information"
    AFFIRMATION = "affirmation"


class Knowing(StrEnum):
    """Whether a tie knows about the client's situation."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSAID = "unsaid"


class TieWish(StrEnum):
    """What the client wishes for a tie."""

    CLOSER = "closer"
    SAME = "same"
    LESS = "less"


class DrawnBy(StrEnum):
    """Who made a map."""

    TOGETHER = "together"
    CLIENT = "client"
    MENTOR = "mentor"


RING_NAMES = {
    Ring.CLOSE: _l("Hard to imagine life without"),
    Ring.IMPORTANT: _l("Important to me"),
    Ring.FURTHER: _l("Further away"),
}
GONE_NAME = _l("No longer on the map")
KIND_NAMES = {
    CircleKind.PERSON: _l("Person"),
    CircleKind.GROUP: _l("Group"),
    CircleKind.PLACE: _l("Place"),
    CircleKind.PET: _l("Pet"),
    CircleKind.ONLINE: _l("Online"),
}
ROLE_NAMES = {
    TieRole.FAMILY: _l("Family member"),
    TieRole.PARTNER: _l("Partner"),
    TieRole.FRIEND: _l("Friend"),
    TieRole.NEIGHBOUR: _l("Neighbour"),
    TieRole.PEER: _l("Peer who copes too"),
    TieRole.COLLEAGUE: _l("From work or studies"),
    TieRole.PROFESSIONAL: _l("Professional"),
    TieRole.OTHER: _l("Another role"),
}
PAY_NAMES = {TiePay.NATURAL: _l("Natural tie"), TiePay.PAID: _l("Paid to be there")}
FREQUENCY_NAMES = {
    TieFrequency.DAILY: _l("Nearly every day"),
    TieFrequency.WEEKLY: _l("Every week"),
    TieFrequency.MONTHLY: _l("Every month"),
    TieFrequency.SELDOM: _l("Less often"),
}
WAY_NAMES = {
    TieWay.IN_PERSON: _l("Face to face"),
    TieWay.CALL: _l("Phone calls"),
    TieWay.MESSAGE: _l("Messages"),
    TieWay.ONLINE: _l("On the internet"),
}
GIVING_NAMES = {
    Giving.GIVES: _l("I give"),
    Giving.RECEIVES: _l("I receive"),
    Giving.BOTH: _l("Both"),
}
SUPPORT_NAMES = {
    SupportKind.EMOTIONAL: _l("A listening ear"),
    SupportKind.PRACTICAL: _l("Practical help"),
    SupportKind.COMPANIONSHIP: _l("Company"),
    SupportKind.INFORMATION: _l("Advice and information"),
    SupportKind.AFFIRMATION: _l("Feeling of worth"),
}
TENSION_NAMES = {0: _l("No tension"), 1: _l("A little tension"), 2: _l("Some tension"), 3: _l("A lot of tension")}
KNOWING_NAMES = {
    Knowing.YES: _l("Knows"),
    Knowing.PARTLY: _l("Knows in part"),
    Knowing.NO: _l("Does not know"),
    Knowing.UNSAID: _l("I would rather not say"),
}
WISH_NAMES = {TieWish.CLOSER: _l("Closer"), TieWish.SAME: _l("As it is"), TieWish.LESS: _l("Less")}
DRAWN_BY_NAMES = {
    DrawnBy.TOGETHER: _l("Together with the client"),
    DrawnBy.CLIENT: _l("By the client alone"),
    DrawnBy.MENTOR: _l("By the mentor, from what the client told"),
}


@dataclass(frozen=True)
class CircleTie:
    """One tie on a map. `key` is the same from one map to the next, and so is `angle`, degrees around the client, once
    it has one; all but the name, the ring and the kind may be left out."""

    key: str
    nickname: str
    ring: Ring
    kind: CircleKind = CircleKind.PERSON
    angle: int | None = None
    role: TieRole | None = None
    role_words: str = ""
    pay: TiePay | None = None
    often: TieFrequency | None = None
    ways: tuple[TieWay, ...] = ()
    giving: Giving | None = None
    supports: tuple[SupportKind, ...] = ()
    tension: int | None = None
    knows: Knowing | None = None
    wish: TieWish | None = None
    note: str = ""


@dataclass(frozen=True)
class CircleDraft:
    """A map as it was made; ties that are gone since the last one are among `ties`."""

    drawn_on: date
    drawn_by: DrawnBy
    ties: tuple[CircleTie, ...]


READ: dict[str, Any] = {
    "ring": Ring,
    "kind": CircleKind,
    "role": TieRole,
    "pay": TiePay,
    "often": TieFrequency,
    "giving": Giving,
    "knows": Knowing,
    "wish": TieWish,
    "ways": lambda codes: tuple(TieWay(code) for code in codes),
    "supports": lambda codes: tuple(SupportKind(code) for code in codes),
}


def write_ties(ties: Iterable[CircleTie]) -> str:
    """The ties as they are stored: what was not said is left out."""
    unsaid: tuple[Any, ...] = (None, "", ())
    rows = [{name: value for name, value in asdict(tie).items() if value not in unsaid} for tie in ties]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_ties(text: str) -> tuple[CircleTie, ...]:
    """The ties of a stored text, in their order."""
    return tuple(read_tie(row) for row in json.loads(text)) if text else ()


def read_tie(row: dict[str, Any]) -> CircleTie:
    """A tie of what was stored or typed; a word that is not known is a `ValueError`."""
    if row.get("tension") not in (None, "", *TENSIONS):
        raise ValueError("tension")
    known = {field.name for field in fields(CircleTie)}
    said = {name: value for name, value in row.items() if name in known and value not in (None, "")}
    said.setdefault("key", "")
    return CircleTie(**{name: READ[name](value) if name in READ else value for name, value in said.items()})


def present(ties: Iterable[CircleTie]) -> tuple[CircleTie, ...]:
    """Those that are on the map."""
    return tuple(tie for tie in ties if tie.ring is not Ring.GONE)


def gone(ties: Iterable[CircleTie]) -> tuple[CircleTie, ...]:
    """Those that are no longer on it."""
    return tuple(tie for tie in ties if tie.ring is Ring.GONE)


def check_circle(draft: CircleDraft, today: date) -> None:
    """`RuleBroken` if a map is empty, too full, of a day to come, or names two ties alike."""
    if draft.drawn_on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "drawn_on")
    ties = present(draft.ties)
    if not draft.ties:
        raise RuleBroken(_("Put at least one tie on the map."))
    if len(ties) > TIES_MAX:
        raise RuleBroken(_("A map holds at most %(most)s ties.", most=TIES_MAX))
    names = [tie.nickname.casefold() for tie in ties]
    for tie in draft.ties:
        check_length(tie.nickname, NICKNAME_MAX, "")
        check_length(tie.role_words, WORDS_MAX, "")
        check_length(tie.note, WORDS_MAX, "")
        if tie.ring is not Ring.GONE and names.count(tie.nickname.casefold()) > 1:
            raise RuleBroken(_("“%(name)s” is on the map twice. Add a letter to tell them apart.", name=tie.nickname))
