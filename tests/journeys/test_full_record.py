"""The week of a mentor, the Sunday of a supervisor, a hand-over, and a client from referral to the first goal."""

import re
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from caseapp.i18n import LANGUAGES
from tests.journeys.conftest import Site, sign_in

pytestmark = pytest.mark.browser
numbers = count(1)
GIVEN = ("אביגיל", "ברכה", "גאולה", "דליה", "הילה", "ורדה", "זהבה", "חנית", "טובה", "יפעת")
FAMILY = ("שקמוני", "תבורי", "ירדני", "כרמלי", "גלבועי", "חרמוני", "נגבי", "שרוני")


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Jerusalem")).date()


def send(page: Page) -> None:
    """Save by the page's main button. The page is inert until its form is sent, and another page or an answer comes."""
    page.locator("main form[method=post] button[type=submit].button-main").first.click()
    expect(page.locator("main:not([inert])")).to_be_attached()


def client_of(page: Page) -> str:
    found = re.search(r"/clients/([0-9a-f-]+)", page.url)
    assert found
    return found[1]


def open_new_file(page: Page, site: Site, mentor: str | None) -> str:
    """A file of a person nobody else is called like; its id."""
    number = next(numbers)
    page.goto(f"{site.url}/clients/new")
    page.fill("input[name=given_name]", GIVEN[number % len(GIVEN)] + "־" + GIVEN[(number * 3 + 1) % len(GIVEN)])
    page.fill("input[name=family_name]", FAMILY[number % len(FAMILY)] + " " + FAMILY[(number // 8 + 3) % len(FAMILY)])
    if mentor:
        page.locator("select[name=mentor_id]").select_option(label=mentor)
    send(page)
    if "/clients/new" in page.url:
        page.locator("button[name=anyway]").click()
    expect(page).not_to_have_url(re.compile("/clients/new"))
    return client_of(page)


def test_a_mentors_week(window: Page, site: Site, language: str) -> None:
    """Plan a meeting, hold it, write the note with a next step, tick the step off."""
    sign_in(window, site, "mentor3", language)
    window.goto(f"{site.url}/clients")
    window.locator("main a[href*='/clients/']").first.click()
    client = client_of(window)
    window.goto(f"{site.url}/clients/{client}/plans/new")
    window.fill("input[name=held_on]", today().isoformat())
    # Each run meets at a time of its own: a second plan of the same time would be asked about.
    minute = 2 * list(LANGUAGES).index(language) + (window.viewport_size["width"] > 800)
    window.fill("input[name=starts_at]", f"00:{minute:02}")
    send(window)
    expect(window).to_have_url(re.compile("/plans$"))
    window.locator("main a[href*='/activities/'][href$='/edit']").first.click()
    words = f"planned and held {language} {window.viewport_size['width']}"
    window.fill("textarea[name=note]", words)
    step = f"Bring the book {language} {window.viewport_size['width']}"
    window.fill("input[name=next_step]", step)
    window.locator("input[name=next_day]").first.check(force=True)
    send(window)
    expect(window).to_have_url(re.compile("/plans$"))
    expect(window.locator("form[action$='/undoing']")).to_have_count(1)
    window.goto(f"{site.url}/follow-ups")
    row = window.locator("li.row", has_text=step)
    expect(row).to_have_count(1)
    row.locator("button[type=submit]").click()
    expect(window.locator("li.row", has_text=step)).to_have_count(0)
    window.goto(f"{site.url}/clients/{client}?kind=meetings")
    expect(window.locator("main")).to_contain_text(words)


def test_a_supervisors_sunday_by_keyboard_alone(window: Page, site: Site, language: str) -> None:
    """From the board to the reason's list and back, put a row aside, keep a point: no click at all."""
    sign_in(window, site, "supervisor1", language)
    window.goto(f"{site.url}/board")
    first = window.locator(".board-why a").first
    address = first.get_attribute("href")
    tab_to(window, f".board-why a[href='{address}']")
    window.keyboard.press("Enter")
    expect(window).not_to_have_url(re.compile("/board"))
    window.go_back()
    tab_to(window, ".board-acts a")
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile("/acts$"))
    tab_to(window, "main a[href$='/points']")
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile("/points$"))
    tab_to(window, "textarea[name=words]")
    words = f"The evening group? {language} {window.viewport_size['width']}"
    window.keyboard.type(words)
    tab_to(window, "main form button[type=submit]")
    window.keyboard.press("Enter")
    expect(window.locator("main")).to_contain_text(words)


def tab_to(page: Page, selector: str) -> int:
    """Press Tab until that element has the focus; how often."""
    for pressed in range(1, 121):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return pressed
    raise AssertionError(f"not reached by keyboard: {selector}")


def test_from_referral_to_the_first_goal(window: Page, site: Site, language: str) -> None:
    """A supervisor opens the file and adds the approval; the mentor writes down the goal and both agree on it."""
    sign_in(window, site, "supervisor1", language)
    mentor = mentor_name(window, site)
    client = open_new_file(window, site, mentor)
    window.goto(f"{site.url}/clients/{client}/approvals/new")
    window.fill("input[name=amount]", "3")
    window.fill("input[name=starts_on]", today().isoformat())
    window.fill("input[name=ends_on]", (today() + timedelta(days=364)).isoformat())
    send(window)
    window.goto(f"{site.url}/clients/{client}/goals/new")
    window.fill("textarea[name=client_words]", "לשתות קפה עם מישהי")
    window.locator("select[name=domain]").select_option("friends")
    window.fill("input[name=expected]", "פעם בשבוע")
    window.fill("input[name=less]", "פעם בחודש")
    send(window)
    expect(window).to_have_url(re.compile("/goals/[0-9a-f-]+$"))
    window.locator("a[href$='/agreement']").click()
    send(window)
    expect(window.locator("a[href$='/ratings/new']")).to_be_visible()
    window.goto(f"{site.url}/clients/{client}")
    expect(window.locator("main")).to_contain_text("לשתות קפה עם מישהי")


def test_a_hand_over(browser: Browser, window: Page, site: Site, language: str) -> None:
    """The supervisor hands a client over with a note; the new mentor finds it, the former one sees no file."""
    sign_in(window, site, "supervisor1", language)
    former, new = mentor_names(window, site)[:2]
    client = open_new_file(window, site, former)
    window.goto(f"{site.url}/register/{client}/transfer")
    chosen = window.locator("select[name=assignment_id]")
    chosen.select_option(chosen.locator("option").nth(1).get_attribute("value"))
    window.locator("select[name=mentor_id]").select_option(label=new)
    window.fill("input[name=starts_on]", (today() + timedelta(days=1)).isoformat())
    window.fill("textarea[name=note]", "Likes to walk by the sea.")
    send(window)
    window.goto(f"{site.url}/clients/{client}/transfers")
    expect(window.locator("main")).to_contain_text("Likes to walk by the sea.")
    expect(window.locator("main")).to_contain_text(new)


def mentor_names(page: Page, site: Site) -> list[str]:
    """The mentors whom the supervisor can choose."""
    page.goto(f"{site.url}/clients/new")
    return page.locator("select[name=mentor_id] option").all_inner_texts()[1:]


def mentor_name(page: Page, site: Site) -> str:
    return mentor_names(page, site)[0]
