"""Acts of the administrator: the organisation's details, thresholds, lists and logo."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.db import db, expect_version, transaction
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.models import ListEntry, Organisation
from caseapp.organisation.queries import entries, forget_house
from caseapp.organisation.rules import (
    LIMITS,
    Entry,
    ListKind,
    Threshold,
    check_entries,
    check_threshold,
    new_code,
)


@dataclass(frozen=True)
class Details:
    """Who runs the installation, and who answers for its accessibility."""

    name: str
    address: str = ""
    phone: str = ""
    accessibility_contact: str = ""
    accessibility_on: date | None = None
    has_hebrew_dates: bool = False


@transaction
def change_details(viewer: Viewer, details: Details, version: int | None) -> None:
    """Keep the organisation's name, address and contact."""
    ensure(viewer, Capability.KEEP_ORGANISATION)
    row = _row(version)
    for name, value in vars(details).items():
        setattr(row, name, value)
    record(Act.ORGANISATION_CHANGED, viewer, about=row)
    forget_house()


@transaction
def set_thresholds(viewer: Viewer, numbers: Mapping[Threshold, int], version: int | None) -> None:
    """Keep the organisation's numbers; one that equals its default is not kept, so that it follows the default."""
    ensure(viewer, Capability.KEEP_ORGANISATION)
    for threshold, number in numbers.items():
        check_threshold(threshold, number)
    row = _row(version)
    before = json.loads(row.thresholds)
    after = {of.value: number for of, number in numbers.items() if number != LIMITS[of].default}
    row.thresholds = json.dumps(after, sort_keys=True)
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    told = [f"{name} {before.get(name, 'default')} {after.get(name, 'default')}" for name in changed]
    record(Act.SETTINGS_CHANGED, viewer, about=row, changed="; ".join(told))
    forget_house()


@transaction
def set_list(viewer: Viewer, kind: ListKind, wanted: Sequence[Entry], added: str, version: int | None) -> None:
    """Keep a list in this order, with these words, and one more word at its end. A word is never deleted, because
    records may hold its code; it is no longer offered instead."""
    ensure(viewer, Capability.KEEP_ORGANISATION)
    known = {entry.code: entry for entry in entries(kind)}
    kept = [entry for entry in wanted if entry.code in known]
    if added:
        kept.append(Entry(new_code(), added, is_offered=True, is_own=True))
    check_entries(kept)
    row = _row(version)
    flag_modified(row, "thresholds")  # the list's own rows carry no version that a page has seen
    stored = {each.code: each for each in db.session.scalars(sa.select(ListEntry).where(ListEntry.list_kind == kind))}
    for place, entry in enumerate(kept, start=1):
        of_list = stored.get(entry.code)
        if of_list is None:
            of_list = ListEntry(list_kind=kind, code=entry.code)
            db.session.add(of_list)
        of_list.label = "" if entry.label == str(BUILT_IN[kind].get(entry.code, "")) else entry.label
        of_list.position, of_list.is_hidden = place, not entry.is_offered
    record(Act.LIST_CHANGED, viewer, about=row, list=str(kind))
    forget_house()


@transaction
def set_logo(viewer: Viewer, png: bytes | None) -> None:
    """Keep a logo that was drawn anew as a clean PNG, or none."""
    ensure(viewer, Capability.KEEP_ORGANISATION)
    row = _row(None, is_any=True)
    row.logo = png
    record(Act.ORGANISATION_CHANGED, viewer, about=row, logo="kept" if png else "none")
    forget_house()


def _row(version: int | None, is_any: bool = False) -> Organisation:
    row: Organisation | None = db.session.scalar(sa.select(Organisation).limit(1))
    if row is None:
        row = Organisation(
            thresholds="{}", name="", address="", phone="", accessibility_contact="", has_hebrew_dates=False
        )
        db.session.add(row)
    elif not is_any:
        expect_version(row, version)
    return row
