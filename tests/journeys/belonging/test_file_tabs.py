"""The ways of a client's file: one row on a phone and at a desk, and what is behind “More”."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import WIDTHS, Site, barriers, sign_in

pytestmark = pytest.mark.browser
ROW = """() => [...document.querySelectorAll('.file-tabs .tabs a, .file-more > summary')].map(
    each => Math.round(each.getBoundingClientRect().bottom))"""


def open_client(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/clients")
    page.get_by_role("main").get_by_role("link", name="יעל מזרחי").first.click()
    expect(page.locator(".file-tabs")).to_be_visible()


@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("language", ["he", "ar", "ru", "en"])
def test_the_tabs_of_a_file_are_one_row_at_both_widths(window: Page, site: Site, language: str) -> None:
    sign_in(window, site, "supervisor1", language)
    open_client(window, site)
    for width in WIDTHS.values():
        window.set_viewport_size(width)
        assert max(window.evaluate(ROW)) - min(window.evaluate(ROW)) <= 3
        expect(window.locator(".file-tabs [aria-current]")).to_be_in_viewport(ratio=1)
    if language == "he":
        window.set_viewport_size(WIDTHS["phone"])
        more = window.locator(".file-more > summary")
        more.press("Enter")
        assert barriers(window) == []
        expect(window.locator(".file-more a").last).to_be_visible()
        window.keyboard.press("Tab")
        expect(window.locator(".file-more a").first).to_be_focused()
        window.keyboard.press("Escape")
        expect(more).to_be_focused()
        more.press("Enter")
        window.locator(".file-more a").last.focus()
        window.keyboard.press("Tab")
        expect(window.locator(".file-more")).not_to_have_attribute("open", "")
        ways = window.get_by_role("navigation", name="התיק")
        expect(ways.locator(".file-more > summary")).to_have_accessible_name("עוד בתיק")
        window.goto(f"{window.url}/circle?view=over")
        expect(window.locator(".map-tabs-phone [aria-current]")).to_be_in_viewport(ratio=1)


def test_more_of_a_file_opens_without_scripts(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=WIDTHS["phone"]).new_page()
    sign_in(page, site, "mentor1", "he")
    open_client(page, site)
    page.locator(".file-more > summary").press("Enter")
    page.locator(".file-more a").first.click()
    expect(page).to_have_url(re.compile("/measures"))
    page.context.close()
