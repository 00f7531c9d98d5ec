"""Two things at once on a device without a network: typing while it writes, sending while it is written on, and a form
that is shut while there is no room."""

import pytest
from playwright.sync_api import Route, expect

from tests.faults import writing
from tests.faults.offline.conftest import CODE
from tests.faults.offline.test_day import FULL, until

pytestmark = pytest.mark.browser
# The seal waits for the gate, and the next keeping for the disk, however slow it is.
GATE = """() => {
    const seal = crypto.subtle.encrypt.bind(crypto.subtle), wait = window.setTimeout;
    const opened = new Promise((open) => { window.open_gate = open; });
    window.setTimeout = (work, ms, ...told) => wait(work, ms === 1000 ? 4000 : ms, ...told);
    crypto.subtle.encrypt = async (...told) => {
        window.writes = true;
        await opened;
        return seal(...told);
    };
}"""
KEPT = """async ([code, words]) => {
    const key = await window.offlineStore.unlock(code);
    const says = ({ fields }) => fields.some(([, value]) => value === words);
    for (const began = Date.now(); Date.now() - began < 12000;) {
        const items = await window.offlineStore.listItems();
        const contents = await Promise.all(items.map((one) => window.offlineStore.readItem(key, one)));
        if (contents.some(says)) { return true; }
        await new Promise((done) => setTimeout(done, 50));
    }
    return false;
}"""
LAST_LETTER = """() => {
    const note = document.getElementById("note");
    note.value += "e";
    note.dispatchEvent(new Event("input", { bubbles: true }));
    window.open_gate();
}"""
AN_HOUR_LATER = "() => { const real = Date.now; Date.now = () => real() + 3600e3; }"


@pytest.fixture
def away(phone, groups):
    """A phone with the day open, without a network."""
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    return phone


def test_what_is_typed_while_the_device_writes_is_written_too(away):
    away.page.evaluate(GATE)
    away.begin("people")
    writing.write(away.page, "She rang twic")
    away.page.wait_for_function("() => window.writes")
    away.page.evaluate(LAST_LETTER)
    assert away.page.evaluate(KEPT, [CODE, "She rang twice"])


def test_without_room_neither_going_back_nor_locking_takes_the_text_away(away):
    away.begin("people")
    away.page.evaluate(FULL)
    away.page.fill("#note", "No room for this")
    away.page.click("[data-act=day]")
    expect(away.page.locator("#kept-fault")).to_be_visible()
    expect(away.page.locator("#note")).to_have_value("No room for this")
    away.page.evaluate(AN_HOUR_LATER)
    expect(away.page.locator("[data-view=locked]")).to_be_visible(timeout=8000)
    expect(away.page.locator("#note")).to_be_hidden()
    away.page.evaluate("() => { IDBObjectStore.prototype.put = window.true_put; }")
    away.page.fill("#code", CODE)
    away.page.click("#kept-unlock button")
    expect(away.page.locator("[data-view=day]")).to_be_visible()
    assert away.page.evaluate(KEPT, [CODE, "No room for this"])


def test_a_note_that_is_opened_again_while_it_is_sent_keeps_what_is_typed_then(away):
    away.write_note("Sent", "00:11")
    on_the_way: list[Route] = []
    away.page.route("**/activities/new", lambda route: on_the_way.append(route))
    with away.page.expect_request("**/activities/new"):
        away.context.set_offline(False)
    away.begin("items")
    writing.write(away.page, " and gone on with")
    assert away.page.evaluate(KEPT, [CODE, "Sent and gone on with"])
    with away.page.expect_response("**/activities/new"):
        on_the_way[0].continue_()
    away.page.click("[data-act=day]")
    until(away, "draft")
    assert away.page.evaluate(KEPT, [CODE, "Sent and gone on with"])
