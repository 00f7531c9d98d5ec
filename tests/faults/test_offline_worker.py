"""The service worker in a real browser: an empty page where there is no network, and nothing else that is kept."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.faults.real_service import PASSWORD, Installation

pytestmark = pytest.mark.browser
REGISTER = """async code => {
    await navigator.serviceWorker.register(`/worker-${code}.js`);
    await navigator.serviceWorker.ready;
}"""
KEPT = """async () => (await Promise.all((await caches.keys()).map(
    async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"""

ONE_LEFT = """async () => {
    while ((await caches.keys()).join().match(/^shell-ru-\\w+$/) === null) { await new Promise(requestAnimationFrame); }
}"""


@pytest.fixture
def clock() -> None:
    """The server is a process of its own, and lives in real time."""


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Installation:
    with Installation(tmp_path_factory.mktemp("offline")) as installation:
        installation.start()
        yield installation


@pytest.fixture
def page(context: BrowserContext, service: Installation) -> Page:
    """A mentor's browser in which the worker stands ready."""
    window = context.new_page()
    url = f"http://127.0.0.1:{service.port}"
    window.goto(f"{url}/sign-in")
    window.fill("input[name=username]", "mentor")
    window.fill("input[name=password]", PASSWORD)
    window.click("main button[type=submit]:not([formaction])")
    expect(window).to_have_url(f"{url}/")
    window.evaluate(REGISTER, "he")
    window.wait_for_function("navigator.serviceWorker.controller !== null")
    return window


def shown_at(page: Page, path: str) -> None:
    page.goto(urljoin(page.url, path))


def test_pages_come_from_the_network_while_there_is_one_and_the_empty_shell_when_there_is_none(page, context) -> None:
    shown_at(page, "/")
    expect(page.locator("h1")).not_to_have_text("אין רשת")
    context.set_offline(True)
    for path in ("/", "/people", "/clients/0197a000-0000-7000-8000-000000000000"):
        shown_at(page, path)
        expect(page.locator("h1")).to_have_text("אין רשת")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Rubik"), "its styles are kept"
    context.set_offline(False)
    page.reload()
    expect(page.locator("h1")).not_to_have_text("אין רשת")


def test_nothing_but_the_shell_and_its_files_is_kept(page, service) -> None:
    shown_at(page, f"/clients/{service.client_id}")
    expect(page.locator("h1")).to_be_visible()
    kept = page.evaluate(KEPT)
    assert [path for path in kept if not path.startswith("/static/")] == ["/offline/he"]


def test_a_server_that_answers_with_an_error_is_shown_as_it_is(page) -> None:
    assert page.goto(urljoin(page.url, "/nothing-here")).status == 404
    expect(page.locator("h1")).not_to_have_text("אין רשת")


def test_another_language_takes_the_place_of_the_first(page) -> None:
    page.evaluate(REGISTER, "ru")
    page.evaluate(ONE_LEFT)
    assert "/offline/ru" in page.evaluate(KEPT)
