"""A network that is there and brings nothing: no page waits for ever, nothing is lost, and nothing is twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.faults import writing
from tests.faults.offline.conftest import CODE, Phone
from tests.faults.offline.test_day import marks_in, until
from tests.faults.wire import Wire

pytestmark = pytest.mark.browser
IMPATIENT = "(() => { const real = AbortSignal.timeout; AbortSignal.timeout = () => real.call(AbortSignal, 700); })()"
SEND = """async () => {
    const late = new Promise((_, fail) => setTimeout(fail, 20000, new Error("it waits for ever")));
    await Promise.race([window.offlineSend.sendAll(), late]);
}"""
NEEDED = {"timeout": 15_000}  # the worker is a thread of its own, and waits for as long as it does for people


@pytest.fixture
def wire(service) -> Iterator[Wire]:
    made = Wire(service.port)
    yield made
    made.close()


@pytest.fixture
def phone(groups: tuple[str, str], phone: Phone, wire: Wire) -> Phone:
    """A phone with the day, behind the wire, whose pages wait for less than a second."""
    phone.url = f"http://127.0.0.1:{wire.port}"
    phone.context.add_init_script(IMPATIENT)
    phone.sign_in().switch_on()
    phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
    return phone


def unlock(phone: Phone) -> None:
    phone.page.fill("#code", CODE)
    phone.page.click("#kept-unlock button")
    expect(phone.page.locator("[data-view=day]")).to_be_visible()


def test_the_day_opens_and_ten_tries_of_what_waits_make_no_double(phone, wire, service, groups, notes):
    wire.hang(arrives=False)
    for path in ("/", f"/clients/{service.client_id}/activities/new"):
        phone.page.goto(phone.url + path, timeout=NEEDED["timeout"])
        expect(phone.page.locator("#kept-unlock")).to_be_visible()
    unlock(phone)
    phone.write_note("The tram stood still.", "07:05")
    phone.take_roll(groups[0])
    phone.page.evaluate(SEND)
    expect(phone.page.locator("#kept-status")).to_contain_text("(2)")
    wire.go_on()
    wire.hang(arrives=True)
    for _try in range(10):
        phone.page.evaluate(SEND)
    assert phone.left() == ["waiting"] * 2, "nobody has said yes"
    wire.go_on()
    phone.page.evaluate(SEND)
    until(phone, "")
    assert notes().count("The tram stood still.") == 1
    assert marks_in(service, groups[:1]) == {groups[0]: ["absent"]}


def test_a_note_that_is_saved_while_the_network_hangs_stays_and_is_saved_once(phone, wire, service, notes):
    page = phone.page
    phone.open(f"/clients/{service.client_id}/activities/new?draft=new")
    writing.choose_minutes(page, 93)
    writing.write(page, "Said on a hanging line.")
    wire.hang(arrives=True)
    for _try in range(10):
        writing.save(page)
        expect(page.locator("[data-save-status] .amber").first).to_be_visible()
        expect(page.locator(".save-acts button.button-main")).to_be_enabled()
        assert writing.written(page) == "Said on a hanging line."
    wire.go_on()
    writing.save(page)
    expect(page).to_have_url(f"{phone.url}/clients/{service.client_id}", **NEEDED)
    assert notes().count("Said on a hanging line.") == 1
