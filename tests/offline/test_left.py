"""What somebody had not sent when the account was closed reaches whoever is in charge, and nobody else."""

import json
from base64 import b64encode
from datetime import timedelta

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from uuid_utils.compat import uuid7

from caseapp.accounts.users.actions import disable_person
from caseapp.audit.models import Entry
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.drafts.queries import list_unfinished
from tests.drafts.test_keeping import goes_on
from tests.offline.test_day import DEVICE, device_of
from tests.trail import clients_of
from tests.world import amend, join, make_group

WORDS = "She ordered by herself."


def sealed(told, key=None, **content):
    """An item as a device seals it."""
    item, iv = str(uuid7()), b"i" * 12
    bound = f"{told['person']}:{item}".encode()
    text = AESGCM(bytes.fromhex(key or told["key"])).encrypt(iv, json.dumps(content).encode(), bound)
    return {"item": item, "iv": b64encode(iv).decode(), "text": b64encode(text).decode()}


def note_about(client, **more):
    return {"url": f"/clients/{client.id}/activities/new", "fields": [["note", WORDS], ["starts_at", "08:00"]], **more}


def leave(browser, told, item):
    """Send it as the device does; returns whether the server has it."""
    shown = ".".join((told["person"], DEVICE, told["proof"], ""))
    token = browser.get("/offline/contact", headers={"X-Device": shown}).json.get("token", "")
    answer = browser.post("/offline/left", data={**item, "csrf_token": token}, headers={"X-Device": shown})
    return bool(answer.json) and answer.json["is_kept"]


@pytest.fixture
def told(world, as_):
    """What the mentor's device knows, whose account was closed."""
    known = device_of(as_(world.mentor))
    disable_person(world.administrator, world.mentor)
    return known


def test_a_note_becomes_an_unfinished_one_of_the_supervisor_and_a_second_time_changes_nothing(
    world, as_, visitor, told
):
    item = sealed(told, **note_about(world.client))
    assert leave(visitor, told, item)
    assert leave(visitor, told, item)
    assert list_unfinished(world.mentor) == []
    assert list_unfinished(world.other_supervisor) == []
    (found,) = list_unfinished(world.supervisor)
    assert (found.client_id, found.path) == (world.client.id, f"/clients/{world.client.id}/activities/new")
    page = as_(world.supervisor).see(f"{found.path}?draft={found.key}")
    said = dict(goes_on(page.html))["note"]
    assert world.mentor.name in said
    assert said.endswith(f":\n{WORDS}")
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == "draft_begun")).all()
    assert (entry.actor_id, clients_of(entry.id)) == (world.mentor.id, {world.client.id})


def test_a_roll_and_the_note_of_an_assignment_that_has_ended_go_the_same_way(world, visitor, told):
    group = make_group(world.team, world.mentor, name="Pottery")
    join(group, world.client)
    roll = {"group": str(group.id), "on": today().isoformat(), "first": {"url": "x"}, "url": "", "fields": []}
    assert leave(visitor, told, sealed(told, **roll))
    held = sa.select(Assignment).where(for_maintenance(), Assignment.client_id == world.client.id)
    amend(db.session.scalars(held.where(Assignment.mentor_id == world.mentor.id)).one(), ends_on=today() - timedelta(1))
    db.session.commit()
    assert leave(visitor, told, sealed(told, **note_about(world.client)))
    assert {each.path.split("/")[1] for each in list_unfinished(world.supervisor)} == {"groups", "clients"}


def test_only_what_a_closed_account_sealed_about_its_own_people_is_taken(world, as_, visitor, told):
    theirs = device_of(as_(world.team_mate))
    assert not leave(visitor, theirs, sealed(theirs, **note_about(world.team_mates_client)))
    assert not leave(visitor, told, sealed(told, key=theirs["key"], **note_about(world.client)))
    assert not leave(visitor, {**told, "proof": theirs["proof"]}, sealed(told, **note_about(world.client)))
    assert not leave(visitor, told, sealed(told, **note_about(world.client, url="/account/password")))
    assert not leave(visitor, told, {"item": "x", "iv": "", "text": "?"})
    assert not leave(visitor, told, sealed(told, **note_about(world.other_client)))
    assert list_unfinished(world.supervisor) == []
    assert list_unfinished(world.other_supervisor) == []
