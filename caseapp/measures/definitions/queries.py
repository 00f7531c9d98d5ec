"""The definitions that are known here: those that are shipped, and the authors' texts that were loaded."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.db import db
from caseapp.measures.definitions.definition_rules import instruments, read_definition, shipped_versions
from caseapp.measures.definitions.instrument_rules import Instrument
from caseapp.measures.definitions.models import InstrumentText

Versions = Mapping[tuple[str, str], Instrument]


class LoadedText(NamedTuple):
    """A version that was loaded, when and by whom."""

    code: str
    version: str
    loaded_at: datetime
    by: str


def known_instruments() -> dict[str, Instrument]:
    """By its code each instrument as it is asked now: with the text that was loaded last, or as it is shipped."""
    return {**instruments(), **{each.code: each for each in _loaded()}}


def known_versions() -> Versions:
    """Every version by its code and name: whatever was answered is read and scored by its own."""
    return {**shipped_versions(), **{(each.code, each.version): each for each in _loaded()}}


def list_texts(viewer: Viewer) -> list[LoadedText]:
    """What was loaded, the newest first."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    of = InstrumentText
    found = sa.select(of.code, of.version, of.loaded_at, User.name.label("by")).join(User, User.id == of.loaded_by_id)
    return [LoadedText(**row._mapping) for row in db.session.execute(found.order_by(of.loaded_at.desc(), of.id.desc()))]


def _loaded() -> list[Instrument]:
    of = InstrumentText
    return [_read(text) for text in db.session.scalars(sa.select(of.definition).order_by(of.loaded_at, of.id))]


@lru_cache(maxsize=64)
def _read(text: str) -> Instrument:
    return read_definition(text)
