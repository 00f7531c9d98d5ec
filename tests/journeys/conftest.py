"""A real server with demo records, and a real browser at two widths and in four languages."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
# Nothing plays by itself here and nothing asks for a stylesheet of elsewhere: axe need not fetch either.
VIOLATIONS = """tags => axe.run(
    {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false}
).then(result => result.violations.map(
    fault => fault.id + ': ' + fault.nodes.slice(0, 3).map(
        node => node.target.join(' ') + ' ' + (node.any[0]?.message || '')).join(' | ')))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(autouse=True)
def clock() -> None:
    """Journeys live in real time: the server is a process of its own."""
    return


@dataclass(frozen=True)
class Site:
    """A running installation with demo records."""

    url: str
    folder: Path
    password: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`caseapp setup` and `caseapp serve`, as `./dev run` calls them."""
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")},
        "CASEAPP_HOME": str(folder),
        "CASEAPP_CONFIG": "development",
        "PYTHONUNBUFFERED": "1",
    }
    caseapp = [sys.executable, "-m", "caseapp"]
    made = subprocess.run([*caseapp, "setup"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    server = subprocess.Popen(
        [*caseapp, "serve", "--port", "0", "--no-daily-jobs"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        ready = re.search(r"http://\S+", server.stdout.readline())
        assert ready, "the server did not start"
        yield Site(ready[0].rstrip("/"), folder, demo_password(made.stdout), environment)
    finally:
        server.terminate()
        server.wait(60)


def demo_password(printed: str) -> str:
    """The demo password, out of the lines that `caseapp setup` prints."""
    found = re.search(r"with the password (\S+)", printed)
    assert found, printed
    return found[1]


SELDOM = {("he", "desk"), ("en", "phone")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey is walked in Hebrew on a phone and in English at a desk; the other way round by `./dev prove`."""
    for item in items:
        chosen = getattr(getattr(item, "callspec", None), "params", {})
        pair = chosen.get("language"), chosen.get("width")
        if item.nodeid.startswith("tests/journeys/") and pair in SELDOM:
            item.add_marker(pytest.mark.prove)


@pytest.fixture(params=["he", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def window(context: BrowserContext, site: Site, width: str) -> Iterator[Page]:
    """A window that notices errors of scripts and requests to elsewhere."""
    page = context.new_page()
    page.set_viewport_size(WIDTHS[width])
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("request", lambda request: request.url.startswith((site.url, "data:")) or faults.append(request.url))
    yield page
    assert faults == []


def sign_in(page: Page, site: Site, name: str, language: str) -> None:
    """Sign in as a person would, and choose the language of the interface."""
    page.goto(f"{site.url}/sign-in")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", site.password)
    page.click("main button[type=submit]:not([formaction])")
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.goto(f"{site.url}/account")
    page.locator(f"input[name=language][value={language}]").check(force=True)
    page.locator("form:has(input[name=language]) button[type=submit]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, and what sticks out sideways."""
    page.wait_for_load_state()  # between two pages there is no document to look at
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.context.add_init_script(AXE)  # cheaper on the pages that follow than to send it each time
        page.evaluate(AXE)
    return [*named(page, page.evaluate(VIOLATIONS, WCAG)), *sideways(page)]


def sideways(page: Page) -> list[str]:
    """What is wider than the window."""
    page.wait_for_load_state()  # between two pages there is no document to measure
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return named(page, [f"{wide} px wider than the window"] if wide > 0 else [])


def named(page: Page, faults: list[str]) -> list[str]:
    return [f"{page.url} at {page.viewport_size['width']} px: {fault}" for fault in faults]
