"""People who came out of a file: a map by finger and by keyboard, two dates beside each other, and paper."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.belonging.test_together import Hand
from tests.journeys.conftest import Site, barriers, sideways, sign_in
from tests.journeys.test_full_record import today
from tests.journeys.test_import import send

pytestmark = pytest.mark.browser
PEOPLE = (
    "first name,last name,id,mentor,language\n"
    "Peleg,Imported,000000059,mentor4,Hebrew\nSalma,Imported,000000067,mentor4,Arabic\n"
)


def take_in(page: Page, site: Site, folder: Path) -> None:
    people = folder / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    sign_in(page, site, "supervisor2", "he")
    send(page, site, people)
    page.locator("form[action$='/start'] button").click()
    expect(page.locator("[data-poll]")).to_have_count(0, timeout=60_000)
    expect(page.locator(".totals dd").first).to_have_text("2")
    page.context.clear_cookies()


def draw(hand: Hand, url: str, names: dict[str, int], days_ago: int) -> None:
    """A map of so many days ago: new names into rings, and those that are there already into another."""
    page = hand.page
    page.goto(f"{url}/circle/new")
    for name, ring in names.items():
        row = page.locator(f"[data-tie]:has([name^='nickname-'][value='{name}'])")
        if not row.count():
            row = page.locator("[data-tie]:has([name^='nickname-']:placeholder-shown)").first
            number = row.get_attribute("data-tie")
            row = page.locator(f"[data-tie='{number}']")
            row.locator("[name^='nickname-']").fill(name)
        row.locator("select[name^='ring-']").select_option(str(ring))
    page.locator("details:has([name=drawn_on]) > summary").click()
    page.fill("[name=drawn_on]", (today() - timedelta(days=days_ago)).isoformat())
    hand.tap(page.locator(".save-acts .button-main"))
    expect(page).to_have_url(re.compile("/circle$"))


@pytest.mark.parametrize(("language", "width"), [("he", "phone")])
def test_maps_of_imported_people_are_drawn_compared_and_printed(
    window: Page, site: Site, language: str, tmp_path: Path
) -> None:
    take_in(window, site, tmp_path)
    sign_in(window, site, "mentor4", language)
    for name, has_keys in (("Peleg", False), ("Salma", True)):
        window.goto(f"{site.url}/clients")
        window.locator("main a[href^='/clients/']", has_text=name).first.click()
        url, hand = window.url.split("?")[0], Hand(window, has_keys=has_keys)
        draw(hand, url, {"רותי": 3, "אמא": 1}, 90)
        draw(hand, url, {"רותי": 1, "מיכל": 2}, 0)
        changes = window.locator(".map-changes li")
        expect(changes).to_contain_text(["מיכל", "רותי"])
        expect(window.locator(".map-figures [data-counts='3']").first).to_be_visible()
        for view in ("now", "then", "both", "over"):
            window.goto(f"{url}/circle?view={view}")
            assert barriers(window) == []
            assert sideways(window) == []
        paper = window.request.get(f"{url}/keep/pdf")
        assert paper.headers["content-type"] == "application/pdf"
        assert len(paper.body()) > 10_000
        (tmp_path / f"{name}.pdf").write_bytes(paper.body())
