"""The organisation's settings, read once and kept for a few seconds in each process."""

import json
from dataclasses import fields
from time import monotonic
from typing import NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import Engine

from caseapp.access import BESIDE, Capability, Viewer, ensure
from caseapp.db import db
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.models import ListEntry, Organisation
from caseapp.organisation.rules import (
    ChangedOption,
    ListKind,
    ListOption,
    OrganisationDetails,
    OrganisationSettings,
    Threshold,
)
from caseapp.organisation.threshold_rules import THRESHOLD_RULES

CACHED_SECONDS = 5.0
DETAILS = tuple(field.name for field in fields(OrganisationDetails))


class _Cached(NamedTuple):
    settings: OrganisationSettings
    until: float


_cache: WeakKeyDictionary[Engine, _Cached] = WeakKeyDictionary()


def organisation_settings() -> OrganisationSettings:
    """What is set. A change is seen by this process at once and by others within `CACHED_SECONDS`."""
    cached = _cache.get(db.engine)
    if cached is None or cached.until < monotonic():
        cached = _Cached(_read(), monotonic() + CACHED_SECONDS)
        _cache[db.engine] = cached
    return cached.settings


def forget_organisation_settings() -> None:
    """Read the settings again when they are next needed."""
    _cache.pop(db.engine, None)


def threshold(of: Threshold) -> int:
    """The organisation's number, or the default."""
    return organisation_settings().thresholds.get(of, THRESHOLD_RULES[of].default)


def list_options(kind: ListKind) -> list[ListOption]:
    """All options of a list in the organisation's order, hidden ones too."""
    built_in, changed = BUILT_IN[kind], organisation_settings().lists.get(kind, {})
    placed = []
    for place, code in enumerate([*built_in, *(code for code in changed if code not in built_in)], start=1):
        change = changed.get(code, ChangedOption("", 0, False))
        label = change.label or str(built_in.get(code, code))
        placed.append((change.position or place, ListOption(code, label, not change.is_hidden, code not in built_in)))
    return [option for _position, option in sorted(placed, key=lambda pair: pair[0])]


def offered(kind: ListKind, also: str = "") -> list[tuple[str, str]]:
    """The choices of a list for a form: code and label; `also` keeps a hidden one that a record already has."""
    return [(option.code, option.label) for option in list_options(kind) if option.is_offered or option.code == also]


def name_of(kind: ListKind, code: str) -> str:
    """The label of a code; text that is no code of the list stays as it is."""
    changed = organisation_settings().lists.get(kind, {}).get(code)
    return (changed and changed.label) or str(BUILT_IN[kind].get(code, code))


def find_version(viewer: Viewer) -> int | None:
    """The version of the settings, for a form that changes them; None as long as nothing was ever set."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    return db.session.scalar(sa.select(Organisation.version).limit(1))


def find_logo(viewer: Viewer) -> bytes | None:
    """The organisation's logo as a PNG, for whoever is signed in."""
    is_held = viewer.role == BESIDE  # a client reads their own report, with its letterhead
    ensure(viewer, Capability.BE_WITH_CLIENT if is_held else Capability.USE_OWN_ACCOUNT)
    return db.session.scalar(sa.select(Organisation.logo).limit(1))


def _read() -> OrganisationSettings:
    row = db.session.execute(
        sa.select(
            *(getattr(Organisation, name) for name in DETAILS),
            Organisation.logo.is_not(None).label("has_logo"),
            Organisation.fit_rule_from,
            Organisation.thresholds,
            Organisation.instruments,
            Organisation.instruments_compared,
        ).limit(1)
    ).first()
    if row is None:
        return OrganisationSettings(OrganisationDetails(name=""), False, {}, _read_lists())
    numbers = json.loads(row.thresholds)
    return OrganisationSettings(
        details=OrganisationDetails(**{name: getattr(row, name) for name in DETAILS}),
        has_logo=bool(row.has_logo),
        thresholds={known: int(numbers[known]) for known in Threshold if known in numbers},
        lists=_read_lists(),
        instruments=json.loads(row.instruments),
        instruments_compared=json.loads(row.instruments_compared),
        fit_rule_from=row.fit_rule_from,
    )


def _read_lists() -> dict[ListKind, dict[str, ChangedOption]]:
    lists: dict[ListKind, dict[str, ChangedOption]] = {}
    columns = (ListEntry.list_kind, ListEntry.code, ListEntry.label, ListEntry.position, ListEntry.is_hidden)
    for row in db.session.execute(sa.select(*columns).order_by(ListEntry.position, ListEntry.id)):
        lists.setdefault(row.list_kind, {})[row.code] = ChangedOption(row.label, row.position, row.is_hidden)
    return lists
