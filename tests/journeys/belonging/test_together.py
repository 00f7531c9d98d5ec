"""A map made together on a phone: names into rings, then one question at a time."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Site, barriers, sideways, sign_in

pytestmark = pytest.mark.browser
MOST_ACTS = 90
RINGS = {
    "אמא": 1,
    "פיצי": 1,
    "רותי": 1,
    "מיכל": 2,
    "קבוצה": 2,
    "נועה": 2,
    "ד״ר ל׳": 3,
    "המכולת": 3,
    "קפה": 3,
    "פורום": 3,
}
KINDS = {"פיצי": "pet", "קבוצה": "group", "המכולת": "place", "קפה": "place", "פורום": "online"}
ANSWERS = [
    {"family": ["אמא", "רותי"], "peer": ["מיכל"], "professional": ["נועה", "ד״ר ל׳"], "other": None},
    {"paid": ["נועה", "ד״ר ל׳"], "natural": None},
    {"daily": ["אמא", "פיצי"], "monthly": ["ד״ר ל׳", "קפה"], "weekly": None},
    {"call": ["אמא"], "online": ["פורום"], "in_person": None},
    {"receives": ["נועה", "ד״ר ל׳"], "both": None},
    {"emotional": ["אמא", "רותי"], "practical": ["נועה"], "information": ["ד״ר ל׳"], "companionship": None},
    {"1": ["אמא"], "0": None},
    {"yes": ["אמא", "רותי", "נועה", "ד״ר ל׳"], "partly": ["מיכל"], "no": None},
    {"closer": ["מיכל"], "same": None},
]


class Hand:
    """A finger, or the keys, that count what they do; to go from one field to the next is no act."""

    def __init__(self, page: Page, *, has_keys: bool) -> None:
        self.page, self.has_keys, self.acts = page, has_keys, 0

    def tap(self, place: Locator) -> None:
        if self.has_keys and place.locator("input").count():
            place.locator("input").press("Space")
        elif self.has_keys:
            place.press("Enter")
        else:
            place.click()
        self.acts += 1

    def write(self, words: str) -> None:
        self.page.fill("#together-name", words)
        self.acts += 1


def new_map(page: Page, site: Site, place: int) -> None:
    page.goto(f"{site.url}/clients")
    page.locator("main a[href^='/clients/']:not([href*='search'])").nth(place).click()
    found = re.search(r"/clients/([0-9a-f-]+)", page.url)
    assert found
    page.goto(f"{site.url}/clients/{found[1]}/circle/new")


def tie(page: Page, name: str) -> Locator:
    return page.locator(".tray .button-tie", has_text=re.compile(f"^{re.escape(name)}$"))


def answer(hand: Hand, question: dict[str, list[str] | None]) -> None:
    page = hand.page
    for code, names in question.items():
        bin_ = page.locator(f"[data-bin='{code}']")
        if names is None:
            hand.tap(bin_.locator(".bin-head .button-quiet"))
            continue
        if not re.search("bin-open", bin_.get_attribute("class") or ""):
            hand.tap(bin_.locator(".bin-name"))
        for name in names:
            hand.tap(tie(page, name))


@pytest.mark.parametrize(("language", "width", "has_keys"), [("he", "phone", False), ("en", "desk", True)])
def test_ten_ties_with_all_questions_take_at_most_ninety_acts(
    window: Page, site: Site, language: str, has_keys: bool
) -> None:
    """By finger on a phone, and by keyboard alone at a desk."""
    sign_in(window, site, "mentor2", language)
    new_map(window, site, 0 if language == "he" else 1)
    hand = Hand(window, has_keys=has_keys)
    hand.tap(window.locator("[data-begin-together]"))
    for name, ring in RINGS.items():
        if name in KINDS:
            hand.tap(window.locator(f".chip:has([name=together-kind][value={KINDS[name]}])"))
        hand.write(name)
        hand.tap(window.locator(f"[data-bin='{ring}'] .bin-name"))
    assert barriers(window) == []
    assert sideways(window) == []
    for question in [{}, *ANSWERS]:
        at = window.locator(".together h2").inner_text()
        answer(hand, question)
        if window.locator(".together h2").inner_text() == at:
            hand.tap(window.locator(".together .buttons .button-second").last)
    assert barriers(window) == []
    hand.tap(window.locator(".save-acts .button-main"))
    expect(window).to_have_url(re.compile("/circle$"))
    assert hand.acts <= MOST_ACTS, hand.acts
    expect(window.locator("[data-counts='10']")).to_have_count(1)
    window.locator(".map-figures [data-counts]").first.click()
    expect(window.locator(".map-list .card")).to_have_count(10)


@pytest.mark.parametrize("width", ["desk"])
@pytest.mark.parametrize("language", ["en"])
def test_a_tie_is_dragged_into_a_ring_and_questions_are_skipped(window: Page, site: Site, language: str) -> None:
    sign_in(window, site, "mentor2", language)
    new_map(window, site, 2)
    window.locator("[data-begin-together]").click()
    window.fill("#together-name", "רותי")
    window.locator("[data-bin='1'] .bin-name").click()
    ruti, further = window.locator(".button-tie").bounding_box(), window.locator("[data-bin='3']").bounding_box()
    assert ruti
    assert further
    window.mouse.move(ruti["x"] + 5, ruti["y"] + 5)
    window.mouse.down()
    window.mouse.move(further["x"] + 40, further["y"] + 10, steps=6)
    window.mouse.up()
    expect(window.locator("[data-bin='3'] .button-tie")).to_have_text("רותי")
    window.locator(".together .buttons .button-quiet").click()
    expect(window.locator("#ring-1")).to_have_value("3")
    window.locator(".save-acts .button-main").click()
    expect(window).to_have_url(re.compile("/circle$"))
    expect(window.locator("[data-counts='1']").first).to_be_visible()


@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("language", ["en"])
def test_the_questions_about_a_tie_come_by_keyboard_and_without_scripts(
    window: Page, site: Site, language: str
) -> None:
    sign_in(window, site, "mentor1", language)
    new_map(window, site, 0)
    before = window.evaluate("Object.fromEntries(new FormData(document.querySelector('.circle-form')))")
    first = window.locator("[data-tie='1']")
    first.locator("[data-open-tie]").press("Enter")
    expect(window.locator("#role-1")).to_be_focused()
    assert barriers(window) == []
    assert sideways(window) == []
    after = window.evaluate("Object.fromEntries(new FormData(document.querySelector('.circle-form')))")
    assert {name: words for name, words in after.items() if words or name in before} == before
