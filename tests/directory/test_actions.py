"""Entries are added, changed and confirmed by whoever accompanies people."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.directory.actions import add_source, change_source, confirm_source
from caseapp.directory.queries import find_source, list_sources
from caseapp.errors import Conflict, NotVisible, RuleBroken
from tests.directory.records import CHOIR, STUDIO, make_source

LONG_AGO = timedelta(days=200)


def acts():
    return list(db.session.scalars(sa.select(Entry.act)))


def test_an_entry_is_added_once_and_was_confirmed_by_whoever_added_it(world):
    key = IdempotencyKey(uuid7(), b"sent")
    for _twice in range(2):
        source_id = add_source(world.mentor, STUDIO, key)
    (row,) = list_sources(world.other_mentor)
    assert (row.id, row.draft, row.confirmed_on, row.confirmed_by) == (source_id, STUDIO, today(), world.mentor.name)
    assert acts().count(Act.SOURCE_ADDED) == 1


def test_a_change_alone_confirms_nothing(world):
    source = make_source(world.mentor, on=today() - LONG_AGO)
    change_source(world.team_mate, source.id, replace(STUDIO, cost="20"), source.version, is_confirmed=False)
    row = find_source(world.mentor, source.id)
    assert (row.draft.cost, row.confirmed_by_id, row.is_old(today())) == ("20", world.mentor.id, True)
    change_source(world.team_mate, source.id, row.draft, row.version, is_confirmed=True)
    row = find_source(world.mentor, source.id)
    assert (row.confirmed_by_id, row.is_old(today())) == (world.team_mate.id, False)


def test_a_change_of_what_somebody_else_changed_meanwhile_is_a_conflict(world):
    source = make_source(world.mentor)
    seen = source.version
    change_source(world.mentor, source.id, replace(STUDIO, cost="20"), seen, is_confirmed=False)
    with pytest.raises(Conflict):
        change_source(world.mentor, source.id, replace(STUDIO, cost="30"), seen, is_confirmed=False)


def test_a_refused_change_leaves_the_entry(world):
    source = make_source(world.mentor)
    with pytest.raises(RuleBroken):
        change_source(world.mentor, source.id, replace(STUDIO, name=""), source.version, is_confirmed=False)
    assert find_source(world.mentor, source.id).draft == STUDIO


def test_whoever_confirms_keeps_the_entry_from_then_on(world):
    source = make_source(world.mentor, on=today() - LONG_AGO)
    for _twice in range(2):
        confirm_source(world.team_mate, source.id)
    row = find_source(world.mentor, source.id)
    assert (row.confirmed_on, row.confirmed_by_id) == (today(), world.team_mate.id)
    assert acts().count(Act.SOURCE_CONFIRMED) == 1


def test_what_is_not_there_is_not_confirmed(world):
    with pytest.raises(NotVisible):
        confirm_source(world.mentor, uuid7())


def test_what_is_over_stands_on_a_list_of_its_own(world):
    make_source(world.mentor, CHOIR)
    make_source(world.mentor, replace(STUDIO, is_over=True))
    assert [row.draft.name for row in list_sources(world.mentor)] == ["Choir"]
    assert [row.draft.name for row in list_sources(world.mentor, is_over=True)] == ["Open studio"]
