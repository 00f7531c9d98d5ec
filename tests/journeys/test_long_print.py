"""A report that is not there at once: a page waits for it and fetches it, with and without scripts."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection

import pytest
from playwright.sync_api import Browser, Page, expect

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Document, RunningHeader, paragraph
from caseapp.documents.server.client import draw_bounded
from caseapp.documents.server.place import connect, find_place
from tests.journeys.conftest import Site, barriers, sign_in

pytestmark = pytest.mark.browser
WORDS = {"en": ("The report is being produced.", "The report is ready."), "he": ("הדוח בהכנה.", "הדוח מוכן.")}


@contextmanager
def drawing_is_taken() -> Iterator[None]:
    """Others have their turn at every processor, and hand nothing over: five seconds later they have lost it."""
    draw_bounded(Document("a", "en", Direction.LTR, RunningHeader("b"), blocks=(paragraph("c"),)))
    with ExitStack() as taken:
        for _ in range(os.cpu_count() or 1):
            answers = taken.enter_context(Connection(connect(find_place().requests).detach()))
            assert answers.poll(30)
        yield


def new_report(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/clients")
    page.locator("main a[href^='/clients/']").first.click()
    page.goto(f"{page.url.split('?')[0]}/reports/new")
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/reports/[0-9a-f-]+$"))


def test_a_page_waits_and_fetches(window: Page, site: Site, language: str) -> None:
    sign_in(window, site, "mentor1", language)
    new_report(window, site)
    with drawing_is_taken(), window.expect_download() as waiting:
        window.locator("a[href$='/pdf']").first.click()
        expect(window).to_have_url(re.compile(r"/batches/[0-9a-f-]+\?fetch=1$"))
        expect(window.locator(".progress-words")).to_have_text(WORDS[language][0])
        assert barriers(window) == []
    assert re.fullmatch(r"report-\d{4}-\d{2}-\d{2}\.pdf", waiting.value.suggested_filename)
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    expect(window.locator(".progress-words")).to_have_text(WORDS[language][1])
    assert barriers(window) == []


@pytest.mark.parametrize("language", ["he"], indirect=True)
def test_it_works_without_scripts(browser: Browser, site: Site, language: str) -> None:
    with browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        sign_in(page, site, "mentor1", language)
        new_report(page, site)
        with drawing_is_taken(), page.expect_download() as waiting:
            page.locator("a[href$='/pdf']").first.click()
            expect(page.locator(".progress-words")).to_have_text(WORDS[language][0])
        assert waiting.value.path().read_bytes().startswith(b"%PDF")
        expect(page.locator(".progress-words")).to_have_text(WORDS[language][1])
