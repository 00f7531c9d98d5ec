"""What mentors choose for themselves, and what they share with a client where a mentor is chosen."""

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.assignments.queries import list_mentors
from caseapp.db import db
from caseapp.directory.companions.actions import choose_own_cards
from caseapp.directory.companions.models import OwnCards
from caseapp.directory.companions.page import mentors_in_common
from caseapp.directory.companions.queries import own_cards
from caseapp.directory.companions.rules import common_ground
from caseapp.directory.interests.actions import choose_interests
from caseapp.directory.interests.rules import ChosenInterests
from caseapp.errors import Conflict, NotAllowed
from tests.drawn import drawn
from tests.trail import clients_of
from tests.world import make_user

CARDS = "/account/cards"


def cards(enjoys="", tries=""):
    return ChosenInterests(frozenset(enjoys.split()), frozenset(tries.split()))


THE_CLIENTS = cards("swimming music", "baking yoga")


def shared(viewer, client):
    found = mentors_in_common(viewer, client.id, list_mentors(viewer, client.id))
    return found if found is None else [(each.name, len(each.shared)) for each in found]


def readings():
    found = db.session.scalars(sa.select(Entry).where(Entry.act == Act.READ)).all()
    return [clients_of(entry.id) for entry in found if "cards_in_common" in entry.detail]


def test_what_two_share_is_the_same_from_both_sides_and_nothing_is_told_twice():
    other = cards("music baking", "swimming yoga")
    ground = common_ground(THE_CLIENTS, other)
    assert ground == common_ground(other, THE_CLIENTS)
    assert (ground.both, ground.one, ground.new) == ({"music"}, {"swimming", "baking"}, {"yoga"})
    assert not common_ground(THE_CLIENTS, cards("painting", "films"))


def test_own_cards_are_sealed_and_kept_by_version_and_the_trail_says_so(world):
    choose_own_cards(world.mentor, cards("swimming"), None)
    row = own_cards(world.mentor)
    choose_own_cards(world.mentor, cards("swimming"), None)
    assert (row.chosen, own_cards(world.mentor).version) == (cards("swimming"), row.version)
    assert not own_cards(world.supervisor).chosen
    assert b"swimming" not in db.session.scalars(sa.select(OwnCards.chosen_sealed)).one()
    assert len(db.session.scalars(sa.select(Entry).where(Entry.act == Act.OWN_CARDS_CHOSEN)).all()) == 1
    choose_own_cards(world.mentor, cards("coffee"), row.version)
    for version in (row.version, None):
        with pytest.raises(Conflict):
            choose_own_cards(world.mentor, cards("yoga"), version)
    with pytest.raises(NotAllowed):
        choose_own_cards(world.administrator, cards("yoga"), None)


def test_cards_are_tapped_in_the_account_and_come_back(world, as_):
    browser = as_(world.mentor)
    assert CARDS in browser.see("/account").links
    sent = drawn(browser.see(CARDS))
    assert browser.post(CARDS, data={**sent, "enjoys": ["painting"], "tries": ["singing"]}).status_code == 303
    shown = drawn(browser.see(CARDS))
    assert (shown["enjoys"], shown["tries"]) == (["painting"], ["singing"])
    assert browser.post(CARDS, data={**sent, "enjoys": ["coffee"]}).status_code == 409
    for nobodys in (world.supervisor, world.administrator):
        assert CARDS not in as_(nobodys).see("/account").links


def test_where_a_mentor_is_chosen_it_says_by_name_what_they_share_and_the_trail_knows(world, as_):
    last = make_user(Role.MENTOR, world.team, name="Zoe Last")
    choose_own_cards(last, cards("swimming music", "baking yoga films"), None)
    choose_own_cards(world.team_mate, cards("baking painting"), None)
    choose_own_cards(world.mentor, cards("ceramics"), None)
    choose_interests(world.mentor, world.client.id, THE_CLIENTS, None)
    browser = as_(world.supervisor)
    for number, path in enumerate(("assignments", "transfer"), start=1):
        page = browser.see(f"/register/{world.client.id}/{path}")
        for words in ("Both enjoy: Music, Swimming", "Both would try: Yoga and relaxation, Baking"):
            assert words in page.words
        assert page.words.index("One enjoys it, the other would try it: Baking") < page.words.index("Both enjoy")
        for hidden in ("Painting", "Films", "Ceramics"):
            assert hidden not in page.words
        assert readings() == [{world.client.id}] * (2 * number - 1)
        (tapped,) = [link for link in page.links if str(last.id) in link]
        assert drawn(browser.see(tapped))["mentor_id"] == [str(last.id)]


def test_the_cards_of_a_client_are_read_by_nobody_who_may_not_read_the_client(world, as_):
    choose_own_cards(world.team_mate, cards("swimming"), None)
    assert shared(world.supervisor, world.client) is None
    as_(world.supervisor).see(f"/register/{world.client.id}/assignments")
    assert readings() == []
    choose_interests(world.mentor, world.client.id, THE_CLIENTS, None)
    assert shared(world.supervisor, world.client) == [(world.team_mate.name, 1)]
    for stranger in (world.administrator, world.other_supervisor):
        assert shared(stranger, world.client) is None
    page = as_(world.administrator).see(f"/register/{world.client.id}/assignments")
    assert "Swimming" not in page.words
    assert readings() == []
