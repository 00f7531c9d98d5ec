"""Files come in: sent, recognised, tried, imported; rows to correct, and what differs."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, barriers, sign_in

pytestmark = pytest.mark.browser
PEOPLE = "first name,last name,id,mentor,code\nYael,Mizrahi,{},mentor1,A-17\nDan,Levi,12,mentor1,A-18\n"
TALK = "id,date,time,mode,outcome,note\n{},03/02/2026,16:30-17:30,phone,held,We spoke\n"
FREE = iter(("000000018", "000000026", "000000034", "000000042"))  # each run has a client of its own


def send(page: Page, site: Site, *files: Path) -> None:
    page.goto(f"{site.url}/import")
    page.set_input_files("input[type=file]", files)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/import/[0-9a-f-]+$"))
    expect(page.locator("[data-poll]")).to_have_count(0, timeout=60_000)


def test_files_come_in_and_what_differs_is_taken(window: Page, site: Site, language: str, tmp_path: Path) -> None:
    number, people, talk = next(FREE), tmp_path / "people.csv", tmp_path / "talk.csv"
    people.write_text(PEOPLE.format(number), "utf-8")
    talk.write_text(TALK.format(number), "utf-8")
    sign_in(window, site, "supervisor1", language)
    send(window, site, people, talk)
    expect(window.locator(".totals dd")).to_have_text(["2", "0", "1"])
    expect(window.locator("tr.not-known select")).to_be_visible()
    assert barriers(window) == []
    window.locator("form[action$='/start'] button").click()
    expect(window.locator("[data-poll]")).to_have_count(0, timeout=60_000)
    expect(window.locator("form[action$='/start']")).to_have_count(0)
    with window.expect_download() as waiting:
        window.locator("a[href$='/rejected']").click()
    assert "Dan,Levi,12" in waiting.value.path().read_text("utf-8-sig")
    talk.write_text(TALK.format(number).replace("17:30", "18:00"), "utf-8")
    send(window, site, talk)
    window.locator("a[href$='/differences']").click()
    expect(window).to_have_url(re.compile("/differences$"))
    assert barriers(window) == []
    window.locator("input[name=fields]").check()
    window.locator(".save-bar button").click()
    expect(window.locator("[data-poll]")).to_have_count(0, timeout=60_000)
    expect(window.locator(".totals dd")).to_have_text(["0", "1", "0"])
