"""Setting up a phone, signing in with its code, and without it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pyotp import TOTP

from tests.journeys.conftest import WIDTHS, Site, barriers, sign_in

pytestmark = pytest.mark.browser
WHO = "mentor4"


@pytest.fixture(autouse=True)
def clock() -> None:
    """The server lives in its own time: so do the codes."""


def send(page: Page) -> None:
    page.locator("main form .button-main").click()


@pytest.fixture
def elsewhere(browser: Browser, width: str) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDTHS[width])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "width"), [("he", "phone"), ("en", "desk")])
def test_a_phone_is_set_up_and_stood_in_for(
    context: BrowserContext, elsewhere: Page, site: Site, language: str, width: str
) -> None:
    page = context.new_page()
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, site, WHO, language)
    page.goto(f"{site.url}/account/authenticator")
    found = re.search(r"secret=([A-Z2-7]+)", page.content())
    assert found
    page.fill("input[name=code]", TOTP(found[1]).now())
    send(page)
    expect(page).to_have_url(re.compile("/account/recovery-codes$"))
    send(page)
    codes = page.locator(".recovery-codes bdi")
    expect(codes).to_have_count(10)
    faults = barriers(page)

    elsewhere.goto(f"{site.url}/language/{language}")
    elsewhere.fill("input[name=username]", WHO)
    elsewhere.fill("input[name=password]", site.password)
    send(elsewhere)
    expect(elsewhere).to_have_url(re.compile("/sign-in/code$"))
    faults += barriers(elsewhere)
    elsewhere.locator(".outside-link a").click()
    expect(elsewhere).to_have_url(re.compile("/sign-in/recovery$"))
    faults += barriers(elsewhere)
    elsewhere.fill("input[name=code]", codes.first.inner_text())
    send(elsewhere)
    expect(elsewhere).to_have_url(f"{site.url}/")

    page.goto(f"{site.url}/account/second-step")
    faults += barriers(page)
    page.locator("form[action$='/removal'] button").click()
    expect(page.locator("main a[href$='/account/authenticator']")).to_be_visible()
    assert not faults, "\n".join(faults)
