"""The service worker in a real browser: an empty page where there is no network, and nothing else that is kept."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.faults.offline.conftest import Phone

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
def page(phone: Phone) -> Page:
    """A mentor's phone in which the worker stands ready."""
    phone.sign_in()
    phone.page.evaluate(REGISTER, "he")
    phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
    return phone.page


def test_pages_come_from_the_network_while_there_is_one_and_the_empty_shell_when_there_is_none(page, phone) -> None:
    phone.open("/")
    expect(page.locator("h1")).not_to_have_text("אין רשת")
    phone.context.set_offline(True)
    for path in ("/", "/people", "/clients/0197a000-0000-7000-8000-000000000000"):
        phone.open(path)
        expect(page.locator("h1")).to_have_text("אין רשת")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Rubik"), "its styles are kept"
    phone.context.set_offline(False)
    page.reload()
    expect(page.locator("h1")).not_to_have_text("אין רשת")


def test_nothing_but_the_shell_and_its_files_is_kept(page, phone, service) -> None:
    for path in ("/", f"/clients/{service.client_id}"):
        phone.open(path)
        expect(page.locator("h1")).to_be_visible()
    kept = page.evaluate(KEPT)
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/he", "/help/he"}


@pytest.mark.prove
def test_a_server_that_answers_with_an_error_is_shown_as_it_is(page, phone) -> None:
    assert page.goto(urljoin(phone.url, "/nothing-here")).status == 404
    expect(page.locator("h1")).not_to_have_text("אין רשת")


@pytest.mark.prove
def test_another_language_takes_the_place_of_the_first(page) -> None:
    page.evaluate(REGISTER, "ru")
    page.evaluate(ONE_LEFT)
    assert "/offline/ru" in page.evaluate(KEPT)
