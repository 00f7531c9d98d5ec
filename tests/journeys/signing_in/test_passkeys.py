"""A passkey of a device in the browser: added, signing in alone, over a form, and refused once it was removed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import WIDTHS, Site, barriers, sign_in

pytestmark = pytest.mark.browser
WHO = "mentor2"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, width: str) -> Iterator[Page]:
    """A window with a device that has no passkey yet; scripts must not fail."""
    context = browser.new_context(viewport=WIDTHS[width])
    window, faults = context.new_page(), []
    window.on("pageerror", lambda error: faults.append(str(error)))
    device = context.new_cdp_session(window)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield window
    context.close()
    assert faults == []


@pytest.mark.parametrize(("language", "width"), [("he", "phone"), ("en", "desk")])
def test_a_passkey_signs_in_by_itself_and_over_a_form(page: Page, site: Site, language: str) -> None:
    by_name = Site(site.url.replace("127.0.0.1", "localhost"), site.folder, site.password, site.environment)
    sign_in(page, by_name, WHO, language)
    page.goto(f"{by_name.url}/account/passkeys/new")
    faults = barriers(page)
    page.fill("input[name=name]", "Phone")
    page.click(".passkey-button")
    expect(page).to_have_url(re.compile("/account/second-step$"))
    expect(page.locator("main .rows li")).to_have_count(1)
    faults += barriers(page)

    page.context.clear_cookies()
    page.goto(f"{by_name.url}/sign-in")
    faults += barriers(page)
    page.click(".passkey-button")
    expect(page).not_to_have_url(re.compile("sign-in"))

    page.goto(f"{by_name.url}/account/passkeys/new")
    page.fill("input[name=name]", "Kept text")
    page.context.clear_cookies()
    page.goto(f"{by_name.url}/account")
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.click(".passkey-button")
    expect(page).to_have_url(re.compile("/account$"))

    page.goto(f"{by_name.url}/account/second-step")
    page.locator("main .rows form button").click()
    expect(page.locator("main .rows li")).to_have_count(0)
    page.context.clear_cookies()
    page.goto(f"{by_name.url}/sign-in")
    page.click(".passkey-button")
    expect(page.locator("main .banner-error, main .banner.error, main [role=alert]").first).to_be_visible()
    expect(page).to_have_url(re.compile("/sign-in$"))
    assert faults == []
