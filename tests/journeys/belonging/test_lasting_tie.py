"""A tie from a goal until it lasts: thought of, planned, together, alone, and still there after twelve weeks."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Site, sign_in
from tests.journeys.test_full_record import today

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("language", ["he"], indirect=True),
    pytest.mark.parametrize("width", ["phone"], indirect=True),
]
NAME = "חוג קדרות ברחוב הנביאים"


def ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def send(page: Page, days: dict[str, int], **choices: str) -> None:
    """Fill in the form of the page and save it."""
    for field, number in days.items():
        page.fill(f"input[name={field}]", ago(number))
    for field, value in choices.items():
        page.locator(f"input[name={field}][value={value}]").check(force=True)
    page.locator("main form.form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/ties(\?|#|$)"))


def card(page: Page) -> Locator:
    return page.locator("article", has_text=NAME)


def counted(page: Page, site: Site, which: str) -> tuple[int, int]:
    """What the figure says, and how many ties stand in the list behind it."""
    page.goto(f"{site.url}/ties")
    said = page.locator(f"main a[href*='list={which}']").first.get_attribute("data-counts")
    page.goto(f"{site.url}/ties?list={which}")
    return int(said or 0), page.locator("main a[href*='#tie-']").count()


def test_from_a_goal_to_still_there_after_twelve_weeks_alone(
    window: Page, site: Site, language: str, width: str
) -> None:
    sign_in(window, site, "mentor1", language)
    before = counted(window, site, "lasting")
    window.goto(f"{site.url}/clients")
    window.locator("main a[href^='/clients/']:not([href*='search'])").nth(1).click()
    window.locator("main a[href^='/goals/']").first.click()
    window.locator("main a[href*='/ties/new']").click()
    window.fill("input[name=name]", NAME)
    send(window, {"thought_on": 100}, kind="group")
    card(window).locator("a[href$='/plan']").click()
    window.fill("textarea[name=say]", "רק שם פרטי")
    send(window, {"on": 98, "visit_on": 92}, along="mentor")
    for how, days in (("together", 92), ("together", 88), ("alone", 84)):
        card(window).locator("a[href$='/visit']").click()
        send(window, {"on": days}, how=how)
    asked = window.locator("section, li, article, div.card", has=window.locator("form.tie-answers"), has_text=NAME)
    asked.last.locator("button[value=alone]").click()
    expect(window.locator("main")).to_contain_text("מחזיק")
    after = counted(window, site, "lasting")
    assert before[0] == before[1]
    assert after == (before[0] + 1, before[1] + 1)
    assert NAME in window.locator("main").inner_text()
    number, listed = counted(window, site, "counted")
    assert number == listed >= after[0]
