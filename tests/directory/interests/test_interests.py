"""What a client enjoys and would try, and how it leads through the directory."""

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.directory.interests.actions import choose_interests
from caseapp.directory.interests.models import InterestChoice
from caseapp.directory.interests.queries import interests_of
from caseapp.directory.interests.rules import ChosenInterests, chosen_from, read_interests, written_interests
from caseapp.errors import Conflict, NotVisible, RuleBroken
from tests.directory.records import CHOIR, STUDIO, make_source
from tests.drawn import drawn
from tests.trail import clients_of

PAINTS = ChosenInterests(frozenset({"painting"}), frozenset({"singing"}))


def page_of(client):
    return f"/clients/{client.id}/interests"


def directory_of(client, query=""):
    return f"/clients/{client.id}/sources{query}"


def test_what_is_enjoyed_need_not_be_tried_and_only_cards_are_chosen():
    assert chosen_from(["painting"], ["painting", "singing"]) == PAINTS
    assert read_interests(written_interests(PAINTS)) == PAINTS
    with pytest.raises(RuleBroken):
        chosen_from(["shouting"], [])


def test_the_choice_is_kept_sealed_and_told_to_the_trail(world):
    choose_interests(world.mentor, world.client.id, PAINTS, None)
    assert interests_of(world.supervisor, world.client.id).chosen == PAINTS
    stored = db.session.scalars(sa.select(InterestChoice.chosen_sealed).where(for_maintenance())).one()
    assert b"painting" not in stored
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == Act.INTERESTS_CHOSEN))
    assert clients_of(entry.id) == {world.client.id}


def test_the_same_choice_again_is_no_act_and_an_older_version_a_conflict(world):
    choose_interests(world.mentor, world.client.id, PAINTS, None)
    row = interests_of(world.mentor, world.client.id)
    choose_interests(world.mentor, world.client.id, PAINTS, row.version)
    assert interests_of(world.mentor, world.client.id).version == row.version
    choose_interests(world.mentor, world.client.id, ChosenInterests(frozenset({"coffee"})), row.version)
    with pytest.raises(Conflict):
        choose_interests(world.mentor, world.client.id, ChosenInterests(frozenset({"yoga"})), row.version)


def test_nobody_elses_client_chooses(world):
    with pytest.raises(NotVisible):
        choose_interests(world.other_mentor, world.client.id, PAINTS, None)


def test_every_card_has_its_picture_and_two_taps(world, as_):
    page = as_(world.mentor).see(page_of(world.client))
    for code in INTEREST_NAMES:
        assert page.html.count(f'#{code}"') == 1
    boxes = [field for field in page.fields if field.get("type") == "checkbox"]
    assert len(boxes) == 2 * len(INTEREST_NAMES)


def test_the_cards_come_back_as_they_were_tapped(world, as_):
    browser = as_(world.mentor)
    sent = drawn(browser.see(page_of(world.client)))
    tapped = {**sent, "enjoys": ["painting"], "tries": ["singing"]}
    answer = browser.post(page_of(world.client), data=tapped)
    assert answer.headers["Location"].endswith(directory_of(world.client))
    shown = drawn(browser.see(page_of(world.client)))
    assert (shown["enjoys"], shown["tries"]) == (["painting"], ["singing"])


def test_two_who_tap_at_once_see_both_choices(world, as_):
    choose_interests(world.mentor, world.client.id, PAINTS, None)
    browser = as_(world.mentor)
    old = drawn(browser.see(page_of(world.client)))
    browser.post(page_of(world.client), data={**old, "enjoys": ["coffee"]})
    answer = browser.post(page_of(world.client), data={**old, "enjoys": ["yoga"]})
    assert answer.status_code == 409
    assert interests_of(world.mentor, world.client.id).chosen.enjoys == {"coffee"}


def test_what_fits_the_cards_stands_first_and_says_why(world, as_):
    make_source(world.mentor, CHOIR)
    make_source(world.mentor)
    choose_interests(world.mentor, world.client.id, PAINTS, None)
    words = as_(world.mentor).see(directory_of(world.client)).words
    assert words.index("Open studio") < words.index("Choir")
    assert "Does me good: Painting and drawing" in words
    assert "I would try it: Singing" in words


def test_the_cards_filter_the_directory_and_everything_is_one_tap_away(world, as_):
    make_source(world.mentor, CHOIR)
    make_source(world.mentor)
    choose_interests(world.mentor, world.client.id, ChosenInterests(frozenset({"talking"})), None)
    browser = as_(world.mentor)
    page = browser.see(directory_of(world.client))
    assert "Choir" not in page.words
    assert directory_of(world.client, "?list=all") in page.links
    assert "Choir" in browser.see(directory_of(world.client, "?list=all")).words
    assert "Choir" in browser.see(directory_of(world.client, "?what=singing")).words
    assert "Choir" in browser.see(directory_of(world.client, "?q=choir")).words


def test_without_cards_the_page_shows_everything_and_leads_to_them(world, as_):
    make_source(world.mentor, STUDIO)
    page = as_(world.mentor).see(directory_of(world.client))
    assert "No cards chosen yet." in page.words
    assert "Open studio" in page.words
    assert page_of(world.client) in page.links


def test_the_general_directory_knows_no_client(world, as_):
    make_source(world.mentor)
    choose_interests(world.mentor, world.client.id, PAINTS, None)
    assert "Does me good:" not in as_(world.mentor).see("/sources").words
