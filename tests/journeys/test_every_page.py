"""Every page that a role can reach: no barrier, nothing of elsewhere, in every language."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import WIDTHS, Site, barriers, named, sign_in

ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_PAGES = ("/pdf", "/notices/paper", ".csv", "/static/", "/language/")
# Nothing may stick out at any width. Axe takes most of the time: it looks at each language at one width.
BY_AXE = {"he": "phone", "en": "desk", "ar": "phone", "ru": "desk"}
NARROWEST = {"width": 320, "height": 700}
LANGUAGES = ["he", "en", *(pytest.param(code, marks=pytest.mark.prove) for code in ("ar", "ru"))]
LEAST = {"mentor1": 50, "supervisor1": 55, "admin": 22, "officer": 17}  # pages that a role reaches
USUAL, LARGE = "", "200%"  # sizes of text
# How much wider the page is than the window, with text of each size.
WIDER = """sizes => {
    const root = document.documentElement;
    const found = sizes.map(size => {
        root.style.fontSize = size;
        return [size, root.scrollWidth - root.clientWidth];
    });
    root.style.fontSize = '';
    return found;
}"""
SHOWN = """() => [
    document.documentElement.lang,
    document.documentElement.dir,
    [...document.querySelectorAll('a[href]')].map(link => link.href),
]"""
Look = Callable[[Page], list[str]]
pytestmark = [pytest.mark.browser, pytest.mark.languages]


def pattern(path: str) -> str:
    return DAY.sub("<day>", ID.sub("<id>", path))


def faults_at_each_width(page: Page, language: str) -> list[str]:
    """At a desk, on a phone and in the narrowest window, and in both of these with text of twice the size; the width
    that the page before was left in comes first, because each change lays the page out anew."""
    windows = {"desk": WIDTHS["desk"], "phone": WIDTHS["phone"], "narrowest": NARROWEST}
    if page.viewport_size == NARROWEST:
        windows = dict(reversed(windows.items()))
    faults = []
    for size, window in windows.items():
        if page.viewport_size != window:
            page.set_viewport_size(window)
        if size == BY_AXE[language]:
            faults += barriers(page)
        for text, wide in page.evaluate(WIDER, [USUAL] if size == "desk" else [USUAL, LARGE]):
            faults += named(page, [f"{wide} px wider than the window; text: {text or 'usual'}"] if wide > 0 else [])
    return faults


def faults_when_narrow(page: Page) -> list[str]:
    """What axe finds in the narrowest window, and on a phone with text of twice the size."""
    page.set_viewport_size(NARROWEST)
    faults = barriers_beside_bars(page)
    page.set_viewport_size(WIDTHS["phone"])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return faults + [f"text of 200 %: {fault}" for fault in barriers_beside_bars(page)]


def barriers_beside_bars(page: Page) -> list[str]:
    """What lies under a bar is reached by scrolling, so bars stand in their place: they make no target small."""
    page.evaluate("document.querySelectorAll('.save-bar').forEach(bar => bar.style.position = 'static')")
    return barriers(page)


def paths(found: list[str], page: Page, site: Site) -> list[str]:
    """Where these links lead inside the application, but for what is no page."""
    inside = {urlsplit(urljoin(page.url, link)).path for link in found if link.startswith(site.url)}
    return sorted(path for path in inside if not any(part in path for part in NOT_PAGES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_outside(context: BrowserContext, site: Site, language: str) -> None:
    page, faults = context.new_page(), []
    page.goto(f"{site.url}/language/{language}")
    for path in ("/sign-in", "/accessibility", "/nowhere", "/health/none"):
        page.goto(site.url + path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        faults += faults_at_each_width(page, language)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LEAST)
def test_every_page_of_a_role(context: BrowserContext, site: Site, name: str, language: str) -> None:
    """WCAG 2.2 AA by axe; no request to another site and no policy violation in the browser's console."""
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: "Content Security" in message.text and faults.append(message.text))
    page.on("request", lambda request: request.url.startswith((site.url, "data:")) or faults.append(request.url))
    sign_in(page, site, name, language)
    faults += look_everywhere(page, site, name, language, lambda shown: faults_at_each_width(shown, language))
    assert not faults, "\n".join(faults)


@pytest.mark.prove
@pytest.mark.parametrize("language", BY_AXE)
@pytest.mark.parametrize("name", LEAST)
def test_no_barrier_when_narrow(context: BrowserContext, site: Site, name: str, language: str) -> None:
    """What axe finds at 320 px, and in text of twice the size."""
    page = context.new_page()
    sign_in(page, site, name, language)
    faults = look_everywhere(page, site, name, language, faults_when_narrow)
    assert not faults, "\n".join(faults)


def look_everywhere(page: Page, site: Site, name: str, language: str, look: Look) -> list[str]:
    """What is found on each page to which a link leads, one of each kind."""
    faults: list[str] = []
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop(0)
        if pattern(path) in seen:
            continue
        seen.add(pattern(path))
        answer = page.goto(site.url + path)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{path}: {answer.status}")
            continue
        lang, direction, found = page.evaluate(SHOWN)
        assert (lang, direction) == (language, "rtl" if language in ("he", "ar") else "ltr"), path
        waiting += paths(found, page, site)
        faults += look(page)
    assert len(seen) >= LEAST[name], seen
    return faults
