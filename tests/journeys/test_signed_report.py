"""A report from what is missing to the signed file: written by a mentor, returned once, read with the client, signed by
a supervisor, printed twice, and checked on the server."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.documents.readers import normalised
from tests.journeys.conftest import ROOT, WIDTHS, Site, barriers, sign_in

pytestmark = pytest.mark.browser
FIRST = "יצאנו לבית הקפה פעמיים. בפעם השנייה היא הזמינה לבד."
SECOND = "יצאנו לבית הקפה ארבע פעמים. בפעם השלישית היא הזמינה לבד, והיום היא מזמינה גם לחברה."
OWN_WORDS = "ככה זה היה. עכשיו אני זאת ששולחת הודעה."


@pytest.fixture(params=[("he", "phone"), ("ar", "desk")], ids=["he-phone", "ar-desk"])
def manner(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A language, and the width at which the mentor works."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def language(manner: tuple[str, str]) -> str:
    return manner[0]


@pytest.fixture
def width(manner: tuple[str, str]) -> str:
    return manner[1]


@pytest.fixture
def desk(browser: Browser, site: Site, language: str) -> Iterator[Page]:
    """The supervisor of the mentor's team, at a desk."""
    context: BrowserContext = browser.new_context(viewport=WIDTHS["desk"])
    page = context.new_page()
    sign_in(page, site, "supervisor1", language)
    yield page
    context.close()


def write(page: Page, report: str, section: str, words: str) -> None:
    page.goto(f"{report}/sections/{section}")
    if section == "recommendation":
        page.locator("input[name=recommendation]").first.check(force=True)
    page.fill("textarea[name=words]", words)
    page.locator(".save-bar .button-main").click()
    expect(page).not_to_have_url(re.compile("/sections/"))


def submit(page: Page, report: str) -> None:
    page.goto(report)
    page.locator("form[action$='/submission'] button").click()
    expect(page.locator("form[action$='/submission']")).to_have_count(0)


def begin(page: Page, site: Site, language: str) -> str:
    """Begin a report in that language out of the list of what is missing; its address."""
    page.goto(f"{site.url}/clients")
    client = re.search(r"/clients/[0-9a-f-]{36}", page.content())
    assert client
    page.goto(f"{site.url}{client[0]}/reports/new")
    page.locator(f"input[name=language][value={language}]").check(force=True)
    for _look in range(2):  # the first tap may show what is missing for this choice
        if page.url.endswith("/reports/new"):
            page.locator("main form button.button-main").first.click()
            page.wait_for_load_state()
    expect(page).to_have_url(re.compile("/reports/[0-9a-f-]{36}$"))
    return page.url


def draw_signature(page: Page) -> None:
    place = page.locator("canvas")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 30 + step * 12, box["y"] + 60 + (20 if step % 2 else -20))
    page.mouse.up()


def printed(page: Page, report: str) -> bytes:
    return page.request.get(f"{report}/pdf").body()


def verified(site: Site, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "caseapp", "report", "verify", str(file)]
    return subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)


def test_a_report_goes_from_what_is_missing_to_a_signed_file(
    window: Page, desk: Page, site: Site, language: str, tmp_path: Path
) -> None:
    sign_in(window, site, "mentor1", language)
    report = begin(window, site, language)
    write(window, report, "how_it_went", FIRST)
    write(window, report, "recommendation", "להמשיך.")
    submit(window, report)

    desk.goto(f"{report}/review")
    desk.select_option("select[name=section]", "how_it_went")
    desk.fill("#new-comment textarea", "מה היא עושה היום לבד?")
    desk.click("#new-comment button[type=submit]")
    desk.locator("form[action$='/return'] button").click()
    expect(desk.locator("form[action$='/signature']")).to_have_count(0)

    write(window, report, "how_it_went", SECOND)
    submit(window, report)
    window.goto(f"{report}/client-part")
    window.locator("input[name=agreement]").first.check(force=True)
    window.fill("textarea[name=own_words]", OWN_WORDS)
    draw_signature(window)
    assert barriers(window) == []
    window.locator(".save-bar .button-main").click()
    expect(window).to_have_url(re.compile("/review"))
    assert barriers(window) == []

    desk.goto(f"{report}/review")
    expect(desk.locator("ins").first).to_be_visible()
    expect(desk.locator("del").first).to_be_visible()
    assert barriers(desk) == []
    desk.locator("form[action$='/signature'] button").click()
    expect(desk.locator("form[action$='/signature']")).to_have_count(0)

    first, second = printed(desk, report), printed(window, report)
    assert first == second
    assert first.startswith(b"%PDF")
    file = tmp_path / "signed.pdf"
    file.write_bytes(first)
    read = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert "בפעם השלישית היא הזמינה לבד" in normalised(read)
    told = verified(site, file)
    assert told.returncode == 0, told.stderr
    assert "version 1" in told.stdout
    file.write_bytes(first[:200] + bytes([first[200] ^ 1]) + first[201:])
    assert verified(site, file).returncode == 1


def test_the_author_is_refused_and_another_team_finds_nothing(
    desk: Page, browser: Browser, site: Site, language: str
) -> None:
    report = begin(desk, site, language)
    write(desk, report, "how_it_went", FIRST)
    write(desk, report, "recommendation", "להמשיך.")
    submit(desk, report)
    desk.goto(f"{report}/review")
    expect(desk.locator("form[action$='/signature']")).to_have_count(0)
    assert barriers(desk) == []
    elsewhere = browser.new_context(viewport=WIDTHS["desk"])
    stranger = elsewhere.new_page()
    sign_in(stranger, site, "supervisor2", language)
    for path in ("", "/review", "/client-part", "/pdf", "/correction"):
        assert stranger.request.get(f"{report}{path}").status == 404
    elsewhere.close()
