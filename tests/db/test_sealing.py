"""Sealed text belongs to its row, on both engines."""

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.activities.models import Activity
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.keys.ring import new_ring
from caseapp.db.sealing import SealBroken, place_of, seal, unseal
from caseapp.errors import Unreadable
from caseapp.goals.models import Goal
from tests.world import World, make_activity


def test_what_is_stored_holds_nothing_of_the_text(world: World) -> None:
    make_activity(world.client, world.mentor, today(), note="קנרית canary")
    blob = db.session.execute(sa.select(Activity.note_sealed).where(for_maintenance())).scalar_one()
    assert b"canary" not in blob
    assert "קנרית".encode() not in blob


def test_swapped_sealed_bytes_are_refused(world: World) -> None:
    """Sealed text cannot be moved to another row, column or table."""
    first = make_activity(world.client, world.mentor, today(), note="first")
    second = make_activity(world.client, world.mentor, today(), note="second")
    assert Activity.note.open(first.id, first.note_sealed) == "first"
    assert isinstance(Activity.note.open(first.id, second.note_sealed), Unreadable)
    assert isinstance(Activity.next_step.open(first.id, first.note_sealed), Unreadable)
    assert isinstance(Client.phone.open(first.id, first.note_sealed), Unreadable)


def test_text_under_a_mixin_is_bound_to_the_table_of_its_class(world: World) -> None:
    activity = make_activity(world.client, world.mentor, today(), error_reason="twice")
    assert Activity.error_reason.open(activity.id, activity.error_reason_sealed) == activity.error_reason == "twice"
    assert isinstance(Goal.error_reason.open(activity.id, activity.error_reason_sealed), Unreadable)


def test_a_flipped_bit_is_refused(world: World) -> None:
    blob = bytearray(Activity.note.seal(world.client.id, "text") or b"")
    blob[-1] ^= 1
    assert isinstance(Activity.note.open(world.client.id, bytes(blob)), Unreadable)


def test_no_text_is_stored_as_nothing(world: World) -> None:
    activity = make_activity(world.client, world.mentor, today(), note="")
    assert activity.note_sealed is None
    assert activity.note == ""


def test_setting_the_same_text_again_changes_nothing(world: World) -> None:
    activity = make_activity(world.client, world.mentor, today(), note="same")
    before = activity.note_sealed
    activity.note = "same"
    assert activity.note_sealed is before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(min_size=1))
def test_any_text_comes_back(text: str) -> None:
    ring = new_ring()
    place = place_of("activities", "note_sealed", __import__("uuid").UUID(int=1))
    if text.isprintable():
        assert unseal(ring, place, seal(ring, place, text)) == text


def test_an_unknown_key_is_said_and_damages_nothing(app: Flask, world: World) -> None:
    activity = make_activity(world.client, world.mentor, today(), note="kept")
    place = place_of("activities", "note_sealed", activity.id)
    with pytest.raises(SealBroken, match="unknown key"):
        unseal(app.extensions["keys"], place, seal(new_ring(), place, "foreign"))
    assert activity.note == "kept"
