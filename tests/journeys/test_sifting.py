"""Many chips are looked through by typing; the script alone, on a page of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

import caseapp

pytestmark = pytest.mark.browser
SCRIPT = Path(caseapp.__file__).parent / "static" / "app.js"
NAMES = ("דָּנָה לוי", "דנה כהן", "José Ruiz", "Ёлкина Анна")


@pytest.fixture
def chips(context: BrowserContext) -> Page:
    page = context.new_page()
    boxes = "".join(f'<label class="chip"><input type="checkbox" name="who"> {name}</label>' for name in NAMES)
    box = '<div data-scripted hidden><input type="text" data-sift></div>'
    page.set_content(f"<form data-keep><fieldset>{box}{boxes}</fieldset></form>")
    page.add_script_tag(path=SCRIPT)
    return page


def shown(page: Page) -> list[str]:
    return [name for name in NAMES if page.locator(".chip", has_text=name).is_visible()]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("דנה", ["דָּנָה לוי", "דנה כהן"]),
        ("לוי דנה", ["דָּנָה לוי"]),
        ("jose", ["José Ruiz"]),
        ("елкина", ["Ёлкина Анна"]),
        ("nobody", []),
        (" ", list(NAMES)),
    ],
)
def test_what_holds_every_word_is_left(chips: Page, typed: str, left: list[str]) -> None:
    chips.fill("[data-sift]", typed)
    assert shown(chips) == left


def test_who_is_chosen_stays_and_sifting_changes_no_form(chips: Page) -> None:
    chips.fill("[data-sift]", "jose")
    expect(chips.locator("form.changed")).to_have_count(0)
    chips.locator(".chip", has_text="José").click()
    chips.fill("[data-sift]", "דנה")
    assert shown(chips) == ["דָּנָה לוי", "דנה כהן", "José Ruiz"]
    chips.press("[data-sift]", "Enter")
    assert chips.locator("[data-sift]").is_visible()
