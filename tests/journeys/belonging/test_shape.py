"""A meeting with a shape on the mentor's phone: how many acts it takes, and what may be skipped."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.belonging.test_together import Hand
from tests.journeys.conftest import Site, barriers, sideways, sign_in

pytestmark = pytest.mark.browser
FIRST_MOST, NEXT_MOST = 16, 11
"""Three areas, three answers and one agreement; with ten seconds for an act it takes 160 and 110 seconds."""
AREAS = ("My people", "Money", "Sleep")


def talk_of(page: Page, site: Site) -> str:
    page.goto(f"{site.url}/clients")
    page.locator("main a[href^='/clients/']:not([href*='search'])").last.click()
    found = re.search(r"/clients/([0-9a-f-]+)", page.url)
    assert found
    return f"{site.url}/clients/{found[1]}/areas/talk"


def write(hand: Hand, name: str, words: str) -> None:
    hand.page.fill(f"[name='{name}']", words)
    hand.acts += 1


@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("language", ["en"])
def test_a_meeting_with_a_shape_takes_sixteen_acts_the_first_time_and_eleven_after(
    window: Page, site: Site, language: str
) -> None:
    sign_in(window, site, "mentor3", language)
    talk = talk_of(window, site)
    window.goto(talk)
    first = Hand(window)
    for number, words in enumerate(AREAS, start=1):
        area = window.locator(f".area:has([name='words-{number}'])")
        if area.get_attribute("open") is None:
            first.tap(area.locator("summary"))
        write(first, f"words-{number}", words)
        first.tap(area.locator(f".step-{number + 1}"))
        first.tap(area.locator(".area-talk"))
    for name in ("understand", "forward", "options", "agreed-1"):
        write(first, name, "To call Ruti on Tuesday")
    assert (barriers(window), sideways(window)) == ([], [])
    first.tap(window.locator(".save-acts .button-main"))
    expect(window).not_to_have_url(talk)
    assert first.acts <= FIRST_MOST, first.acts

    window.goto(talk)
    again = Hand(window)
    assert "To call Ruti on Tuesday" in window.locator("main").inner_text()
    for area in window.locator("fieldset.card.area").all():
        again.tap(area.locator(".step-3"))
        again.tap(area.locator(".area-talk"))
    for name in ("understand", "forward", "options", "agreed-1"):
        write(again, name, "To go to the choir together")
    again.tap(window.locator(".save-acts .button-main"))
    expect(window).not_to_have_url(talk)
    assert again.acts <= NEXT_MOST, again.acts


@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("language", ["en"])
def test_all_of_it_is_skipped_by_one_act_and_each_part_by_none(window: Page, site: Site, language: str) -> None:
    sign_in(window, site, "mentor4", language)
    talk = talk_of(window, site)
    window.goto(talk)
    window.locator(".save-acts a").click()
    expect(window).not_to_have_url(talk)
    window.goto(talk)
    short = Hand(window)
    write(short, "agreed-1", "Coffee by the sea")
    short.tap(window.locator(".save-acts .button-main"))
    expect(window).not_to_have_url(talk)
    window.goto(talk)
    assert "Coffee by the sea" in window.locator("main").inner_text()
    assert short.acts == 2
