"""A passkey of a device in the browser: added, signing in alone, over a form, and refused once it was removed."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import ROOT, WIDTHS, Site, barriers, sign_in

pytestmark = pytest.mark.browser
WHO = "mentor2"
PASSWORD = "orchid walnut 93 tugboat fern"
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


def with_passkey(page: Page, site: Site, language: str) -> tuple[Site, list[str]]:
    """The site by its name, which passkeys are bound to, where the window's device has one now; and barriers met."""
    by_name = Site(site.url.replace("127.0.0.1", "localhost"), site.folder, site.password, site.environment)
    sign_in(page, by_name, WHO, language)
    page.goto(f"{by_name.url}/account/passkeys/new")
    faults = barriers(page)
    page.fill("input[name=name]", "Phone")
    page.click(".passkey-button")
    expect(page).to_have_url(re.compile("/account/second-step$"))
    expect(page.locator("main .rows li")).to_have_count(1)
    return by_name, faults + barriers(page)


@pytest.mark.parametrize(("language", "width"), [("he", "phone")])
def test_a_passkey_signs_in_over_a_note_and_the_note_is_saved(page: Page, site: Site, language: str) -> None:
    by_name, faults = with_passkey(page, site, language)
    page.goto(f"{by_name.url}/activities/new")
    page.locator("main a[href*='/activities/new']").first.click()
    page.fill("textarea[name=note]", "Written by the lake")
    page.locator("input[name=other_minutes]").evaluate("field => { field.value = 97; }")
    expect(page.locator("[data-save-status] .sage")).to_be_visible(timeout=20_000)
    page.context.clear_cookies()
    page.click(".save-acts button.button-main")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".passkey-button")).to_be_visible()
    expect(page.locator("textarea[name=note]")).to_have_value("Written by the lake")
    faults += barriers(page)
    dialog.locator(".passkey-button").click()
    expect(page).not_to_have_url(re.compile("/activities/new"), timeout=20_000)
    page.goto(f"{by_name.url}/account/second-step")
    page.locator("main .rows form button").click()
    expect(page.locator("main .rows li")).to_have_count(0)
    assert faults == []


@pytest.mark.parametrize(("language", "width"), [("he", "phone"), ("en", "desk")])
def test_a_passkey_signs_in_by_itself_and_over_a_form(page: Page, site: Site, language: str) -> None:
    by_name, faults = with_passkey(page, site, language)

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


@pytest.fixture
def strict(site: Site) -> Iterator[Site]:
    """The same records, served as with real ones: nobody comes in by a password alone."""
    environment = {**site.environment, "CASEAPP_SECOND_STEP": "required"}
    words = [sys.executable, "-m", "caseapp", "serve", "--port", "0", "--no-daily-jobs"]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        ready = re.search(r":(\d+)", server.stdout.readline())
        assert ready, "the server did not start"
        yield Site(f"http://localhost:{ready[1]}", site.folder, site.password, environment)
        server.terminate()


def newcomer(site: Site, language: str) -> str:
    """Somebody for this test alone: whoever has a passkey is asked for it by every later test."""
    name, password = f"newcomer-{language}", site.folder / "newcomer.txt"
    password.touch(0o600)
    password.write_text(PASSWORD)
    words = ["users", "add", name, "--role", "mentor", "--team", "Newcomers", "--password-file", str(password)]
    subprocess.run([sys.executable, "-m", "caseapp", *words], cwd=ROOT, env=site.environment, check=True)
    return name


@pytest.mark.parametrize(("language", "width"), [("he", "phone"), ("en", "desk")])
def test_a_passkey_is_made_at_the_very_first_sign_in(page: Page, strict: Site, language: str) -> None:
    page.goto(f"{strict.url}/sign-in")
    page.fill("input[name=username]", newcomer(strict, language))
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]:not([formaction])")
    expect(page).to_have_url(re.compile("/sign-in/authenticator$"))
    page.locator('a[href="/sign-in/passkey"]').click()
    faults = barriers(page)
    page.fill("input[name=name]", "Phone")
    page.click(".passkey-button")
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.context.clear_cookies()
    page.goto(f"{strict.url}/sign-in")
    page.click(".passkey-button")
    expect(page).not_to_have_url(re.compile("sign-in"))
    assert faults == []
