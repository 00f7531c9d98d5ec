"""Changing the organisation's details, thresholds, lists and logo."""

import json
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import today
from caseapp.db import db, expect_version, transaction
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.models import ListEntry, Organisation
from caseapp.organisation.queries import forget_organisation_settings, list_options
from caseapp.organisation.rules import (
    ListDraft,
    ListKind,
    ListOption,
    OrganisationDetails,
    Threshold,
    check_options,
    new_code,
)
from caseapp.organisation.threshold_rules import THRESHOLD_RULES, check_threshold


@transaction
def change_details(viewer: Viewer, details: OrganisationDetails, version: int | None) -> None:
    """Save the organisation's name, address and contact."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    row = _row(version)
    for name, value in vars(details).items():
        setattr(row, name, value)
    record(Act.ORGANISATION_CHANGED, viewer, about=row)
    forget_organisation_settings()


@transaction
def set_thresholds(viewer: Viewer, numbers: Mapping[Threshold, int], version: int | None) -> None:
    """Save the organisation's numbers. One that equals its default is not stored, so that it follows the default."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    for threshold, number in numbers.items():
        check_threshold(threshold, number)
    row = _row(version)
    before = json.loads(row.thresholds)
    after = {of.value: number for of, number in numbers.items() if number != THRESHOLD_RULES[of].default}
    row.thresholds = json.dumps(after, sort_keys=True)
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    differences = [f"{name} {before.get(name, 'default')} {after.get(name, 'default')}" for name in changed]
    record(Act.SETTINGS_CHANGED, viewer, about=row, changed="; ".join(differences))
    forget_organisation_settings()


@transaction
def set_list(viewer: Viewer, kind: ListKind, draft: ListDraft, version: int | None) -> None:
    """Save the options of a list. An option is never deleted, because records may hold its code; it is hidden."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    known = {option.code for option in list_options(kind)}
    options = [option for option in draft.options if option.code in known]
    if draft.added:
        options.append(ListOption(new_code(), draft.added, is_offered=True, is_own=True))
    check_options(options)
    row = _row(version)
    flag_modified(row, "thresholds")  # the version that the page has seen covers the lists too
    stored = {each.code: each for each in db.session.scalars(sa.select(ListEntry).where(ListEntry.list_kind == kind))}
    for position, option in enumerate(options, start=1):
        entry = stored.get(option.code)
        if entry is None:
            entry = ListEntry(list_kind=kind, code=option.code)
            db.session.add(entry)
        entry.label = "" if option.label == str(BUILT_IN[kind].get(option.code, "")) else option.label
        entry.position, entry.is_hidden = position, not option.is_offered
    record(Act.LIST_CHANGED, viewer, about=row, list=str(kind))
    forget_organisation_settings()


@transaction
def set_logo(viewer: Viewer, png: bytes | None) -> None:
    """Save a logo that was redrawn as a clean PNG, or remove it."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    row = _row(None, is_any=True)
    row.logo = png
    record(Act.ORGANISATION_CHANGED, viewer, about=row, logo="kept" if png else "none")
    forget_organisation_settings()


@transaction
def turn_fit_rule(viewer: Viewer, is_on: bool, version: int | None) -> None:
    """Turn the rule on, from today, that a new assignment needs the mentor's papers; or off."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    row = _row(version)
    row.fit_rule_from = today() if is_on else None
    record(Act.FIT_RULE_CHANGED, viewer, about=row, on=is_on)
    forget_organisation_settings()


@transaction
def switch_instrument(viewer: Viewer, code: str, is_on: bool, has_terms: bool, compared: str = "") -> None:
    """Offer an instrument, or offer it no longer; `has_terms` where it was said that its terms are kept, `compared` the
    version whose scoring was compared with the author's."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    row = _row(None, is_any=True)
    row.instruments = json.dumps(json.loads(row.instruments) | {code: is_on}, sort_keys=True)
    if compared:
        row.instruments_compared = json.dumps(json.loads(row.instruments_compared) | {code: compared}, sort_keys=True)
    record(Act.INSTRUMENT_SWITCHED, viewer, about=row, instrument=code, on=is_on, terms=has_terms, compared=compared)
    forget_organisation_settings()


def _row(version: int | None, is_any: bool = False) -> Organisation:
    row: Organisation | None = db.session.scalar(sa.select(Organisation).limit(1))
    if row is None:
        row = Organisation(
            thresholds="{}",
            instruments="{}",
            instruments_compared="{}",
            name="",
            address="",
            phone="",
            accessibility_contact="",
            has_hebrew_dates=False,
            second_step_for_mentors=True,
            messengers="",
            emergency_numbers="",
            privacy_contact="",
        )
        db.session.add(row)
    elif not is_any:
        expect_version(row, version)
    return row
