"""What the organisation has set, read once and remembered for a few seconds in each process."""

import json
from time import monotonic
from typing import NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import Engine

from caseapp.access import Capability, Viewer, ensure
from caseapp.db import db
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.models import ListEntry, Organisation
from caseapp.organisation.rules import LIMITS, Entry, House, ListKind, Threshold

REMEMBERED_SECONDS = 5.0


class _Remembered(NamedTuple):
    house: House
    until: float


_houses: WeakKeyDictionary[Engine, _Remembered] = WeakKeyDictionary()


def house() -> House:
    """What is set. A change is seen by this process at once and by others within `REMEMBERED_SECONDS`."""
    known = _houses.get(db.engine)
    if known is None or known.until < monotonic():
        known = _Remembered(_read(), monotonic() + REMEMBERED_SECONDS)
        _houses[db.engine] = known
    return known.house


def forget_house() -> None:
    """Read anew at the next question."""
    _houses.pop(db.engine, None)


def threshold(of: Threshold) -> int:
    """The organisation's number, or the default."""
    return house().thresholds.get(of, LIMITS[of].default)


def entries(kind: ListKind) -> list[Entry]:
    """All words of a list in the organisation's order; hidden ones are not offered."""
    changed = {code: (label, position, is_hidden) for code, label, position, is_hidden in house().lists.get(kind, ())}
    built_in = BUILT_IN[kind]
    found = []
    for place, code in enumerate([*built_in, *(code for code in changed if code not in built_in)]):
        label, position, is_hidden = changed.get(code, ("", 0, False))
        words = label or str(built_in.get(code, code))
        found.append((position or place + 1, place, Entry(code, words, not is_hidden, code not in built_in)))
    return [entry for _position, _place, entry in sorted(found, key=lambda each: each[:2])]


def offered(kind: ListKind, also: str = "") -> list[tuple[str, str]]:
    """The choices of a list for a form: code and words; `also` keeps a hidden one that a record already has."""
    return [(entry.code, entry.label) for entry in entries(kind) if entry.is_offered or entry.code == also]


def name_of(kind: ListKind, code: str) -> str:
    """How a code reads; text that is no code of the list reads as it stands."""
    return next((entry.label for entry in entries(kind) if entry.code == code), code)


def version_of(viewer: Viewer) -> int | None:
    """The version of what is set, for a form that changes it; nothing while nothing was ever set."""
    ensure(viewer, Capability.KEEP_ORGANISATION)
    return db.session.scalar(sa.select(Organisation.version).limit(1))


def logo(viewer: Viewer) -> bytes | None:
    """The organisation's logo as a PNG, for whoever is signed in."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    return db.session.scalar(sa.select(Organisation.logo).limit(1))


def _read() -> House:
    row = db.session.execute(
        sa.select(
            Organisation.name,
            Organisation.address,
            Organisation.phone,
            Organisation.accessibility_contact,
            Organisation.accessibility_on,
            Organisation.has_hebrew_dates,
            Organisation.logo.is_not(None).label("has_logo"),
            Organisation.thresholds,
        ).limit(1)
    ).first()
    lists: dict[ListKind, list[tuple[object, ...]]] = {}
    words = sa.select(
        ListEntry.list_kind, ListEntry.code, ListEntry.label, ListEntry.position, ListEntry.is_hidden
    ).order_by(ListEntry.position, ListEntry.id)
    for kind, *entry in db.session.execute(words):
        lists.setdefault(kind, []).append(tuple(entry))
    numbers = json.loads(row.thresholds) if row else {}
    return House(
        name=row.name if row else "",
        address=row.address if row else "",
        phone=row.phone if row else "",
        accessibility_contact=row.accessibility_contact if row else "",
        accessibility_on=row.accessibility_on if row else None,
        has_hebrew_dates=bool(row and row.has_hebrew_dates),
        has_logo=bool(row and row.has_logo),
        thresholds={known: int(numbers[known]) for known in Threshold if known in numbers},
        lists={kind: tuple(found) for kind, found in lists.items()},
    )
