"""What is typed while the network hangs is on the device, sealed, without the offline code: it survives page and
browser, reaches the server at the next visit, and is nobody else's."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.faults import writing
from tests.faults.offline.conftest import Phone
from tests.faults.offline.test_hanging import IMPATIENT
from tests.faults.offline.test_scan import UNSEALED, in_clear
from tests.faults.wire import Wire
from tests.faults.writing import Store

pytestmark = pytest.mark.browser
WORDS = "Zephyrine-sang-on-the-ferry"  # without spaces, which an unsealed one would hold in another way
STATUS = "[data-save-status] .amber"
SOON = 20_000
IS_HELD = "async () => (await indexedDB.databases()).some((one) => one.name === 'caseapp-held')"
UNTIL_SENT = f"async () => {{ while (await ({IS_HELD})()) {{ await new Promise((done) => setTimeout(done, 50)); }} }}"
SEALS = """async () => new Promise((done) => {
    const asked = indexedDB.open("caseapp-held");
    asked.onsuccess = () => {
        const items = asked.result.transaction("texts").objectStore("texts").getAll();
        items.onsuccess = () => { asked.result.close(); done(items.result.map((one) => String(one.iv)).join()); };
    };
})"""
UNTIL_SEALED_ANEW = f"""async (before) => {{
    for (const began = Date.now(); Date.now() - began < 15000 && await ({SEALS})() === before;) {{
        await new Promise((done) => setTimeout(done, 50));
    }}
}}"""
# The network is tried again so late that nothing but the device can keep the text.
TRIES_LATE = """((real) => {
    window.setTimeout = (work, ms, ...told) => real(work, ms < 2000 ? ms : 40 * ms, ...told);
})(setTimeout)"""


@pytest.fixture
def wire(service) -> Iterator[Wire]:
    made = Wire(service.port)
    yield made
    made.close()


@pytest.fixture
def phone(phone: Phone, wire: Wire) -> Phone:
    """Somebody who has switched nothing on, behind the wire, on pages that wait for three seconds."""
    phone.url = f"http://127.0.0.1:{wire.port}"
    phone.context.add_init_script(IMPATIENT.replace("700", "3000"))
    return phone.sign_in()


def type_while_it_hangs(phone: Phone, service, wire: Wire, words: str) -> None:
    phone.open(f"/clients/{service.client_id}/activities/new?draft=new")
    with phone.page.expect_response("**/offline/device/*"):
        writing.write(phone.page, words[:5])
    writing.expect_kept(phone.page)
    wire.hang(arrives=False)
    writing.write(phone.page, words[5:])
    expect(phone.page.locator(STATUS)).to_have_text("Waiting for network, kept on this device", timeout=SOON)


def expect_back(phone: Phone, service, words: str) -> None:
    """The device has nothing any more, and the page of the form has the text."""
    phone.page.evaluate(UNTIL_SENT)
    phone.open(f"/clients/{service.client_id}/activities/new")
    expect(phone.page.locator("textarea[name=note]")).to_have_value(words, timeout=SOON)


def test_a_killed_browser_leaves_the_text_sealed_and_the_next_visit_brings_it_back(phone, service, wire):
    type_while_it_hangs(phone, service, wire, WORDS)
    phone.kill()
    found = in_clear(phone.folder, [WORDS, WORDS[5:]])
    print("letters in the clear on the device:", sum(map(len, found)))
    assert found == []
    wire.go_on()
    phone.start()
    if "/sign-in" in (phone.open("/account") or phone.page.url):
        phone.sign_in()
    expect_back(phone, service, WORDS)
    assert [text for text in Store(service).drafts() if text.startswith("Zephyrine")] == [WORDS]


@pytest.mark.prove
def test_a_seal_that_is_none_is_seen(phone, service, wire):
    phone.context.add_init_script(UNSEALED)
    type_while_it_hangs(phone, service, wire, WORDS[::-1])
    phone.kill()
    assert in_clear(phone.folder, [WORDS[::-1]]) == [WORDS[::-1]]


def test_somebody_else_sends_nothing_and_signing_out_leaves_it(phone, service, wire):
    words = "Of the first, on a dead line"
    type_while_it_hangs(phone, service, wire, words)
    phone.kill()  # a page that is closed may still send its own words once the network is back
    wire.go_on()
    phone.start()
    phone.context.clear_cookies()
    phone.sign_in("other")
    phone.page.wait_for_function("() => window.heldTexts !== undefined")
    phone.page.evaluate("window.heldTexts.sendAll(document.querySelector('[data-me]').dataset.me)")
    assert phone.page.evaluate(IS_HELD)
    assert words not in Store(service).drafts()
    phone.page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    expect(phone.page).to_have_url(f"{phone.url}/sign-in")
    phone.sign_in()
    expect_back(phone, service, words)


def test_signing_out_works_in_a_browser_that_does_not_list_its_databases(phone):
    phone.context.add_init_script("delete IDBFactory.prototype.databases")
    phone.open("/account")
    assert phone.page.evaluate("indexedDB.databases === undefined")
    phone.page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    expect(phone.page).to_have_url(f"{phone.url}/sign-in")


def test_what_is_typed_long_before_the_network_is_tried_again_is_on_the_device(phone, service, wire):
    phone.context.add_init_script(TRIES_LATE)
    type_while_it_hangs(phone, service, wire, "Begun on a dead line")
    seals = phone.page.evaluate(SEALS)
    writing.write(phone.page, ", and gone on with")
    phone.page.evaluate(UNTIL_SEALED_ANEW, seals)
    phone.kill()
    wire.go_on()
    phone.start()
    phone.sign_in()
    expect_back(phone, service, "Begun on a dead line, and gone on with")


@pytest.fixture
def late(phone, service, wire) -> Page:
    """The form with the older text, drawn while the newer one is held and does not come through."""
    type_while_it_hangs(phone, service, wire, "Older, and newer")
    phone.kill()
    wire.go_on()
    phone.start()
    phone.context.route("**/offline/device/*", lambda route: route.abort())
    phone.sign_in()
    phone.page.wait_for_function("() => window.heldTexts !== undefined")
    return phone.context.new_page()


def test_a_page_that_was_drawn_before_its_text_arrived_opens_again(phone, service, late):
    def draw_late(route: Route) -> None:
        drawn = route.fetch()
        phone.context.unroute_all()
        phone.page.evaluate("window.heldTexts.sendAll(document.querySelector('[data-me]').dataset.me)")
        phone.page.evaluate(UNTIL_SENT)
        route.fulfill(response=drawn)

    late.route("**/activities/new", draw_late, times=1)
    late.goto(f"{phone.url}/clients/{service.client_id}/activities/new")
    expect(late.locator("textarea[name=note]")).to_have_value("Older, and newer")
    assert late.evaluate("localStorage.getItem('arrived')") is None


def test_whoever_writes_already_is_told_where_the_text_is(phone, service, late):
    on_the_way: list[Route] = []
    phone.context.unroute_all()
    late.route("**/drafts", lambda route: on_the_way.append(route))
    with late.expect_request("**/drafts"):
        late.goto(f"{phone.url}/clients/{service.client_id}/activities/new")
    writing.write(late, ", and other")
    on_the_way[0].continue_()
    late.unroute_all()
    late.get_by_role("link", name="It is among the unfinished notes").wait_for()
    assert writing.written(late) == "Older, and other"
    kept = {"Older, and newer", "Older, and other"}
    until = time.monotonic() + SOON / 1000
    while not kept <= set(Store(service).drafts()) and time.monotonic() < until:
        late.wait_for_timeout(100)
    assert kept <= set(Store(service).drafts())
