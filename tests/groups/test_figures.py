"""What is counted over people whom one may not see opens nothing, and the page says so."""

import pytest

from tests.figures.reading import faults, figures_of
from tests.groups.records import days_ago, mark
from tests.world import join, make_group, make_meeting


@pytest.fixture
def engine():
    return "sqlite"


def test_a_leader_sees_the_figures_of_all_members_and_opens_those_of_own_files_alone(world, as_):
    group = make_group(world.team, world.mentor)
    meeting = make_meeting(group, days_ago(7))
    for client in (world.client, world.other_client):
        join(group, client)
        mark(meeting, client, "present")
    page = as_(world.mentor).see(f"/groups/{group.id}")
    assert page.words.count("100%") == 2
    assert "Figures of people whose files you do not see open no list." in page.words
    opened = [figure.href for figure in figures_of(page.html) if "/clients/" in figure.href]
    assert len(opened) == 2
    assert all(str(world.client.id) in href for href in opened)


def test_places_of_people_whom_one_does_not_see_are_counted_without_a_list(world, as_):
    group = make_group(world.team, capacity=8)
    for client in (world.client, world.other_client):
        join(group, client)
    page = as_(world.supervisor).see(f"/groups/{group.id}")
    assert "2 of 8 places taken · not all of them are people whom you see" in page.words
    assert "#places" not in page.links


def test_who_was_never_there_for_a_year_has_the_absences_that_the_figure_opens(world, as_):
    group = make_group(world.team, world.mentor)
    join(group, world.client)
    join(group, world.team_mates_client)
    words = ["present", *["absent"] * 30, "excused", *["absent"] * 10]
    for number, word in enumerate(words):
        meeting = make_meeting(group, days_ago(7 * (len(words) - number)))
        mark(meeting, world.client, word)
        mark(meeting, world.team_mates_client, "absent" if number else "excused")
    browser, path = as_(world.mentor), f"/groups/{group.id}"
    words = browser.see(path).words
    assert "Missed the last 40 meetings" in words
    assert "Missed the last 41 meetings" in words
    assert not faults(browser, path)
