"""A client holds the screen: the mentor's other tabs, the way back and the day without a network give way."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.faults.offline.conftest import CODE
from tests.faults.real_service import PASSWORD

pytestmark = pytest.mark.browser
OWN = re.compile(r"/with$")


@pytest.fixture
def handed(phone, service):
    """A phone with a kept day and two tabs, in one of which the mentor has handed the screen over."""
    phone.sign_in().switch_on()
    phone.other = phone.context.new_page()
    phone.other.goto(urljoin(phone.url, "/clients"))
    phone.open(f"/clients/{service.client_id}/beside")
    phone.page.click("main form button[type=submit]")
    expect(phone.page).to_have_url(OWN)
    return phone


def take_back(phone) -> None:
    phone.open("/with/back")
    phone.page.fill("#present", PASSWORD)
    phone.page.click("main form button[type=submit]")
    expect(phone.page).to_have_url(re.compile(r"/clients/[0-9a-f-]{36}$"))


def test_other_tabs_the_way_back_and_typed_addresses_show_only_the_clients_own(handed) -> None:
    expect(handed.other).to_have_url(OWN)
    handed.page.go_back()
    expect(handed.page.locator("body.inside:not(.beside)")).to_have_count(0)
    for path in ("/", "/clients", "/account/offline"):
        assert handed.page.goto(urljoin(handed.url, path)).status == 403
        expect(handed.page.locator(".nav")).to_have_count(0)
    take_back(handed)
    handed.open("/clients")
    expect(handed.page.locator("h1")).to_be_visible()
    assert handed.page.evaluate("localStorage.getItem('beside')") is None


def test_the_day_without_a_network_stays_shut_until_the_screen_is_taken_back(handed) -> None:
    handed.context.set_offline(True)
    handed.open("/")
    expect(handed.page.locator("[data-view=nothing]")).to_be_visible()
    expect(handed.page.locator("#kept-unlock")).to_be_hidden()
    handed.context.set_offline(False)
    take_back(handed)
    expect(handed.page.locator(".nav")).to_be_visible()
    handed.page.wait_for_function("localStorage.getItem('beside') === null")
    handed.context.set_offline(True)
    handed.unlock()


def test_a_day_that_is_open_shuts_when_the_screen_is_handed_over(phone, service) -> None:
    phone.sign_in().switch_on()
    phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
    shell = phone.context.new_page()
    phone.context.set_offline(True)
    shell.goto(phone.url)
    shell.fill("#code", CODE)
    shell.click("#kept-unlock button")
    expect(shell.locator("[data-view=day]")).to_be_visible()
    phone.context.set_offline(False)
    phone.open(f"/clients/{service.client_id}/beside")
    phone.page.click("main form button[type=submit]")
    expect(phone.page).to_have_url(OWN)
    expect(shell.locator("[data-view=day]:not([hidden])")).to_have_count(0)
