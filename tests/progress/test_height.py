"""How long a client's page is on a phone, where a note's text begins, and that nothing of them is cut."""

from contextvars import copy_context
from datetime import date, time, timedelta
from urllib.parse import urlsplit

import pytest

from caseapp.access import Role
from caseapp.activities.models import Activity, Amendment
from caseapp.activities.rules import Mode, Outcome
from caseapp.clock import now
from caseapp.i18n import LANGUAGES
from tests.progress.records import TODAY, page_of, records_of
from tests.world import amend, assign, keep, make_follow_up, make_goal, make_user, rate

pytestmark = pytest.mark.browser
HOST = "http://caseapp.test"
BEFORE_EARLIER = 3000
ABOVE_THE_TEXT = 360
TOP = "part => part.getBoundingClientRect().top + scrollY"
WORDS = "We went to the library together, chose two books, and agreed on a day for the next visit. " * 3
LONGER = ", first in the café by the market and later wherever the two of them choose"
UNFOLDED = "document.querySelectorAll('main details').forEach(each => { each.open = true; })"
TALL_TEXT = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def full(world):
    """A client with four goals and a thousand notes."""
    for number in range(4):
        goal = make_goal(
            world.client,
            wording=f"Meet a friend for coffee once a week, {number}, and ring her in between{LONGER}",
            client_words="To have somebody to drink coffee with, who is not family",
            starts_on=date(2026, 1, 1),
        )
        for month in range(2, 11, 2):
            rate(goal, world.mentor, date(2026, month, 1), month % 3 - 1, month % 2)
        rate(goal, world.mentor, TODAY - timedelta(days=number), 0, 1)
    make_follow_up(world.client, world.mentor, TODAY, words=WORDS)
    amend(world.client, introduction="A friend of the family, who comes for coffee")
    rows = [
        Activity(
            client_id=world.client.id,
            mentor_id=world.mentor.id,
            held_on=TODAY - timedelta(days=number),
            starts_at=time(9),
            minutes=60,
            mode=Mode.IN_PERSON,
            outcome=Outcome.HELD,
            created_at=now(),
            note=WORDS,
        )
        for number in range(1000)
    ]
    keep(*rows)
    words = {"words": "It was another day.", "reason": "a wrong day"}
    keep(
        Amendment(
            activity_id=rows[0].id, client_id=world.client.id, created_by_id=world.mentor.id, created_at=now(), **words
        )
    )
    return world.client


@pytest.fixture
def opened(world, as_, context, full):
    """A real browser over the application, by language."""

    def open_page(path, language, width):
        mentor = make_user(Role.MENTOR, world.team, language=language)
        assign(full, mentor)
        visitor = as_(mentor)

        here = copy_context()

        def answer(route):
            address = urlsplit(route.request.url)
            given = here.run(visitor.get, f"{address.path}?{address.query}")
            route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.data)

        context.route("**/*", answer)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(HOST + path)
        return page

    return open_page


def too_wide(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_on_a_phone_earlier_records_begin_within_three_thousand_pixels_in_every_language(opened, full):
    tops = {}
    for language in LANGUAGES:
        page = opened(page_of(full), language, 390)
        tops[language] = page.locator(".timeline-newest + p a").evaluate(TOP)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator(".timeline-newest > li:visible").count() == 5
        assert page.locator("details.goal[open]").count() == 1
    assert max(tops.values()) < BEFORE_EARLIER, tops


def test_on_a_phone_the_text_begins_high_up_whatever_was_agreed_and_is_to_be_minded(opened, full):
    amend(full, adjustments="hearing short company")
    tops = {}
    for language in LANGUAGES:
        page = opened(f"{page_of(full)}/activities/new", language, 390)
        tops[language] = page.locator("textarea[name=note]").evaluate(TOP)
        assert page.locator(".goal-row").count() == 4
        assert page.locator(".agreed li").count() == page.locator("form .discreet").count() == 1
    assert max(tops.values()) < ABOVE_THE_TEXT, tops


def test_a_folded_goal_has_one_row_of_badges_and_its_area_stands_whole_when_it_is_opened(opened, full):
    page = opened(page_of(full), "ru", 390)
    goal = page.locator("details.goal").nth(1)
    first, second = goal.locator("> summary .badge").all()
    first.locator("span").evaluate("name => { name.textContent = 'Friends and a wide circle of people'; }")
    assert first.bounding_box()["y"] == second.bounding_box()["y"]
    goal.locator("> summary").click()
    cut = first.locator("span").evaluate("name => name.scrollWidth - name.clientWidth")
    assert cut <= 0


def test_on_a_desk_there_is_one_line_of_time_beside_the_goals(opened, full):
    page = opened(page_of(full), "en", 1280)
    line, goals = page.locator(".timeline-newest"), page.locator("#goals")
    assert line.locator("> li:visible").count() == 12
    places = {entry.bounding_box()["x"] for entry in line.locator("> li").all()}
    assert len(places) == 1
    assert line.bounding_box()["x"] > goals.bounding_box()["x"] + goals.bounding_box()["width"]


def search_of(client):
    return f"{page_of(client)}/notes/search"


@pytest.mark.parametrize("of", [page_of, records_of, search_of])
@pytest.mark.parametrize("language", ["he", "en"])
def test_at_320_pixels_and_with_text_twice_as_large_nothing_is_cut(opened, full, language, of):
    page = opened(of(full), language, 320)
    page.evaluate(UNFOLDED)
    assert too_wide(page) <= 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(TALL_TEXT)
    assert too_wide(page) <= 0
