"""Who has opened a file: each person once a day, with what was done how often."""

from datetime import timedelta

import pytest

from caseapp.audit import Act
from caseapp.audit.trail import record_alone
from caseapp.supervision.trail.reader_queries import readers_of
from tests.statements import statements


def path_of(client):
    return f"/clients/{client.id}/readers"


def entries(client, by, act=Act.READ, times=1):
    for _ in range(times):
        record_alone(act, by, clients=[client.id])


def test_each_person_stands_once_a_day_with_what_was_done_and_when_last(world, clock, as_):
    entries(world.client, world.former_mentor, Act.REFUSED)
    clock.shift(timedelta(days=1))
    entries(world.client, world.mentor, times=3)
    entries(world.client, world.mentor, Act.PRINTED)
    clock.shift(timedelta(minutes=5))
    entries(world.client, world.mentor)
    entries(world.other_client, world.other_mentor)
    rows = readers_of(world.supervisor, world.client.id).rows
    assert [(row.who, dict(row.acts)) for row in rows[:2]] == [
        ("Maya Mentor", {"read": 4, "printed": 1}),
        (world.former_mentor.name, {"refused": 1}),
    ]
    assert rows[0].at - rows[1].at == timedelta(days=1, minutes=5)
    words = as_(world.supervisor).see(path_of(world.client)).words
    assert "Read ×4 , Printed" in words or "Read ×4, Printed" in words
    assert "Refused" in words
    assert world.other_mentor.name not in words


def test_a_day_ends_at_midnight_of_the_organisation(world, clock):
    clock.shift(timedelta(hours=13, minutes=59))
    entries(world.client, world.mentor)
    clock.shift(timedelta(minutes=1))
    entries(world.client, world.mentor)
    rows = readers_of(world.supervisor, world.client.id).rows
    assert [row.acts["read"] for row in rows if row.who == "Maya Mentor"] == [1, 1]


def test_older_entries_follow_by_key_and_the_page_does_not_grow(world, as_):
    browser = as_(world.supervisor)
    browser.see(path_of(world.client))
    with statements() as few:
        browser.see(path_of(world.client))
    entries(world.client, world.mentor, times=250)
    with statements() as many:
        page = browser.see(path_of(world.client))
    assert len(many) == len(few)
    assert len(many) <= 7
    (older,) = (link for link in page.links if "before=" in link)
    assert "Maya Mentor" in browser.see(older).words


@pytest.mark.parametrize("before", ["x", "' OR 1=1"])
def test_a_key_that_cannot_be_finds_nothing(world, as_, before):
    as_(world.supervisor).see(f"{path_of(world.client)}?before={before}", 404)
