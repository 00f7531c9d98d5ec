"""The main journeys without a mouse: Tab, arrows, Enter and typing, at both widths and in both languages."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, sign_in
from tests.journeys.test_full_record import client_of, tab_to, today

pytestmark = pytest.mark.browser
FOCUS = (
    "['', '::after'].map(part => getComputedStyle(document.activeElement, part).outlineStyle)"
    ".find(style => style != 'none') || 'none'"
)
MAIN_ACT = "main form[method=post] button[type=submit].button-main"


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    assert page.evaluate(FOCUS) != "none", f"no visible focus: {selector}"
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, selector: str, place: int) -> str:
    """That choice of a list, counted from 0 by arrow keys; its words."""
    tab_to(page, selector)
    page.keyboard.press("Home")
    for _press in range(place):
        page.keyboard.press("ArrowDown")
    return str(page.locator(f"{selector} option:checked").inner_text())


def day(page: Page, selector: str, ahead: int) -> None:
    tab_to(page, selector)
    page.keyboard.type(f"{today() + timedelta(days=ahead):%m%d%Y}")


def open_file(page: Page, site: Site, language: str) -> tuple[str, str]:
    """A new file with a mentor; its id and the mentor's name."""
    page.goto(f"{site.url}/clients/new")
    write(page, "input[name=given_name]", "Kay" + language + str(page.viewport_size["width"]))
    write(page, "input[name=family_name]", page.context.new_page().evaluate("Math.random().toString(36).slice(2)"))
    mentor = choose(page, "select[name=mentor_id]", 1)
    press(page, MAIN_ACT)
    expect(page).not_to_have_url(re.compile("/clients/new"))
    return client_of(page), mentor


def test_a_mentors_week(window: Page, site: Site, language: str) -> None:
    """From the first page to a note with a next step, and the step ticked off the list."""
    sign_in(window, site, "mentor2", language)
    window.goto(site.url)
    press(window, ".nav a[href='/activities/new']")
    press(window, "main a[href*='/activities/new']")
    words = f"by keyboard {language} {window.viewport_size['width']}"
    write(window, "textarea[name=note]", words)
    write(window, "input[name=next_step]", f"step {words}")
    tab_to(window, "input[name=next_day]")
    window.keyboard.press("ArrowDown")
    tab_to(window, MAIN_ACT)
    window.keyboard.press("Enter")
    undo, second = window.locator("form[action$='/undoing']"), window.locator("main:not([inert]) button[name=anyway]")
    expect(undo.or_(second)).to_be_attached()
    if second.count():  # another journey wrote a note of the same hour
        press(window, "button[name=anyway]")
    expect(undo).to_be_attached()
    window.goto(f"{site.url}/follow-ups")
    row = window.locator("li.row", has_text=f"step {words}")
    action = row.locator("form").first.get_attribute("action")
    press(window, f"form[action='{action}'] button")
    expect(window.locator("li.row", has_text=f"step {words}")).to_have_count(0)


def test_from_referral_to_the_first_goal(window: Page, site: Site, language: str) -> None:
    sign_in(window, site, "supervisor2", language)
    client, _mentor = open_file(window, site, language)
    window.goto(f"{site.url}/clients/{client}/approvals/new")
    write(window, "input[name=amount]", "3")
    day(window, "input[name=starts_on]", 0)
    day(window, "input[name=ends_on]", 364)
    press(window, MAIN_ACT)
    expect(window).to_have_url(re.compile("/approvals$"))
    window.goto(f"{site.url}/clients/{client}/goals/new")
    write(window, "textarea[name=client_words]", "Coffee with somebody")
    write(window, "input[name=expected]", "once a week")
    write(window, "input[name=less]", "once a month")
    press(window, MAIN_ACT)
    press(window, "a[href$='/agreement']")
    press(window, MAIN_ACT)
    expect(window.locator("a[href$='/ratings/new']")).to_be_visible()


def test_a_hand_over(window: Page, site: Site, language: str) -> None:
    sign_in(window, site, "supervisor2", language)
    client, _mentor = open_file(window, site, language)
    window.goto(f"{site.url}/register/{client}/transfer")
    choose(window, "select[name=assignment_id]", 1)
    new = choose(window, "select[name=mentor_id]", 2)
    day(window, "input[name=starts_on]", 1)
    write(window, "textarea[name=note]", "Likes to walk by the sea.")
    press(window, MAIN_ACT)
    window.goto(f"{site.url}/clients/{client}/transfers")
    expect(window.locator("main")).to_contain_text("Likes to walk by the sea.")
    expect(window.locator("main")).to_contain_text(new)
