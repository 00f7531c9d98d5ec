"""The main road: from the sign-in through a note and a rating to the PDF, as a person walks it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WIDTHS, Site, sign_in
from tests.journeys.test_full_record import today

pytestmark = pytest.mark.browser
SENTENCE = "ישבנו בקפה כשעה; 20 דקות דיברנו על העבודה (בלי לחץ)."


def submit(page: Page) -> None:
    page.locator("main form[method=post] button[type=submit]").first.click()


def meet(page: Page, first_hour: int, language: str, width: str) -> None:
    """Yesterday, at an hour of this run alone: today, early in the night, the hour might not have come yet."""
    page.locator(".fact:has([name=starts_at]) summary").click()
    page.fill("input[name=held_on]", (today() - timedelta(days=1)).isoformat())
    hour = first_hour + ["he", "en"].index(language)
    page.fill("input[name=starts_at]", f"0{hour}:{10 + 20 * list(WIDTHS).index(width)}")


def test_a_note_a_rating_and_the_report(window: Page, site: Site, language: str, width: str, tmp_path: Path) -> None:
    sign_in(window, site, "mentor1", language)
    window.goto(f"{site.url}/activities/new")
    window.locator("main a[href*='/activities/new']").first.click()
    client = re.search(r"/clients/([0-9a-f-]+)/", window.url)
    assert client
    meet(window, 2, language, width)
    goal = window.locator("input[type=checkbox][name=goals]").first
    goal.check(force=True)
    window.fill("textarea[name=note]", SENTENCE)
    window.locator("main form button[type=submit]").first.click()
    expect(window).to_have_url(f"{site.url}/")
    expect(window.locator("form[action$='/undoing']")).to_be_visible()

    window.goto(f"{site.url}/clients/{client[1]}")
    expect(window.locator("main")).to_contain_text("ישבנו בקפה כשעה")
    window.locator("a[href*='/ratings/new']").first.click()
    window.locator("input[type=radio][name=mentor_level]").nth(3).check(force=True)
    window.locator("input[type=radio][name=client_level]").nth(3).check(force=True)
    window.fill("textarea[name=evidence]", "התקשרה בעצמה")
    window.locator("main form button[type=submit]").first.click()
    expect(window).not_to_have_url(re.compile("/ratings/new"))

    window.goto(f"{site.url}/clients/{client[1]}/reports/new")
    window.locator("main form button[type=submit]").first.click()
    expect(window).to_have_url(re.compile("/reports/[0-9a-f-]+"))
    expect(window.locator("article.document")).to_be_visible()
    with window.expect_download() as waiting:
        window.locator("a[href$='/pdf']").first.click()
    download = waiting.value
    assert re.fullmatch(r"report-\d{4}-\d{2}-\d{2}\.pdf", download.suggested_filename)
    path = tmp_path / "report.pdf"
    download.save_as(path)
    assert path.read_bytes().startswith(b"%PDF")
    assert len(path.read_bytes()) > 10_000


def test_a_double_tap_makes_one_note(window: Page, site: Site, language: str, width: str) -> None:
    sign_in(window, site, "mentor2", language)
    window.goto(f"{site.url}/activities/new")
    window.locator("main a[href*='/activities/new']").first.click()
    client = re.search(r"/clients/([0-9a-f-]+)", window.url)
    assert client
    words = f"double tap {language} {width}"
    window.fill("textarea[name=note]", words)
    meet(window, 0, language, width)
    window.locator("main form button[type=submit]").first.dblclick()
    expect(window).not_to_have_url(re.compile("/activities/new"))
    window.goto(f"{site.url}/clients/{client[1]}")
    assert window.get_by_text(words).count() == 1


def test_back_after_signing_out_shows_nothing(window: Page, site: Site, language: str, width: str) -> None:
    sign_in(window, site, "mentor1", language)
    window.goto(f"{site.url}/clients")
    name = window.locator("main a[href*='/clients/']").first.inner_text()
    window.evaluate("() => document.querySelector('form[action$=\"/sign-out\"]').requestSubmit()")
    expect(window).to_have_url(re.compile("sign-in"))
    window.go_back()
    expect(window).to_have_url(re.compile("sign-in"))
    assert name.split("\n")[0] not in window.content()
