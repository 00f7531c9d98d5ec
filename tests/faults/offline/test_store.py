"""What a device keeps is sealed under a code, bound to one person, and goes when it has to."""

import pytest
from playwright.sync_api import expect

from tests.faults.offline.conftest import CODE

pytestmark = pytest.mark.browser
KEEP = """keepItem(await window.offlineStore.unlock(told[0]), told[1], "waiting", {
    title: "T", url: "/", fields: [["note", told[2]]]})"""
READ = """listItems().then(async ([item]) => (
    await window.offlineStore.readItem(await window.offlineStore.unlock(told[0]), item)).title)"""
DAY = "readDay(await window.offlineStore.unlock(told[0]))"
MOVE_CLOCK = "(ms) => { const true_now = Date.now; Date.now = () => true_now() + ms; }"


def test_a_code_opens_the_day_and_another_does_not(phone, store):
    phone.sign_in().switch_on()
    day = store(DAY, CODE)
    assert [person["called"] for person in day["people"]] == ["יעל"]
    assert store("unlock(told[0])", "three green apples") is None
    assert store("device()")["wrong"] == 1
    store("unlock(told[0])", CODE)
    assert store("device()")["wrong"] == 0


@pytest.mark.prove
@pytest.mark.parametrize(("code", "again"), [("12345", "12345"), ("1111111", "1111111"), (CODE, CODE + "s")])
def test_a_weak_code_or_two_different_ones_switch_nothing_on(phone, store, code, again):
    phone.sign_in().open("/account/offline")
    phone.page.fill("#code", code)
    phone.page.fill("#again", again)
    phone.page.click("[data-act=on]")
    expect(phone.page.locator("#offline-fault")).to_be_visible()
    assert store("device()") is None


@pytest.mark.parametrize("typed", [1, pytest.param(10, marks=pytest.mark.prove)])
def test_ten_wrong_codes_remove_the_list_and_never_what_was_not_sent(phone, store, typed):
    """All of them typed, or the last one after a count that is already there."""

    def wrong(times: int) -> None:
        store("change({ wrong: told[0] })", max(times - typed, 0))
        for _each in range(min(times, typed)):
            store("unlock('x')")

    phone.sign_in().switch_on()
    store(KEEP, CODE, "item", "Yael rang the bell")
    wrong(9)
    assert store(DAY, CODE) is not None, "the ninth wrong one takes nothing away, and a right one forgives"
    wrong(10)
    assert store("unlock(told[0])", CODE) is None
    assert phone.page.evaluate("() => window.offlineStore.device().then((kept) => kept.wrapped)") is None
    (item,) = store("listItems()")
    assert item["state"] == "waiting"
    phone.open("/account/offline")
    expect(phone.page.locator("[data-when=closed]")).to_be_visible()
    phone.switch_on("another long code")
    assert store(READ, "another long code") == "T"


@pytest.mark.prove
@pytest.mark.parametrize(("hours", "stays"), [(23.9, True), (-1.5, True), (24.1, False), (-3, False)])
def test_a_list_ends_after_a_day_and_when_the_clock_is_set_back(phone, store, hours, stays):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.page.evaluate(MOVE_CLOCK, hours * 3600e3)
    assert (store(DAY, CODE) is not None) == stays
    phone.page.evaluate(MOVE_CLOCK, -hours * 3600e3)
    assert (store(DAY, CODE) is not None) == stays, "what has ended is gone, whatever the clock says afterwards"


@pytest.mark.prove
def test_what_one_person_sealed_opens_for_nobody_else(phone, store):
    phone.sign_in().switch_on()
    store(KEEP, CODE, "item", "Yael rang the bell")
    moved = """listItems().then(async ([item]) => {
        const key = await window.offlineStore.unlock(told[0]);
        const opens = (one) => window.offlineStore.readItem(key, one).then(() => true, () => false);
        const changed = [{}, { person: "0".repeat(32) }, { id: "other" }];
        return Promise.all(changed.map((values) => opens({ ...item, ...values })));
    })"""
    assert store(moved, CODE) == [True, False, False]


def test_another_person_of_the_same_browser_sees_and_removes_nothing(phone, store):
    phone.sign_in().switch_on()
    store(KEEP, CODE, "item", "Yael rang the bell")
    phone.context.clear_cookies()
    phone.sign_in("other").open("/account/offline")
    expect(phone.page.locator("[data-when=on]").first).to_be_hidden()
    phone.page.fill("#code", CODE)
    phone.page.fill("#again", CODE)
    phone.page.click("[data-act=on]")
    expect(phone.page.locator("#offline-fault")).to_be_visible()
    phone.open("/account/unsent")
    expect(phone.page.locator("#unsent-items .row-name")).to_have_text("")
    phone.open("/")
    phone.page.locator("[data-sign-out] button").dispatch_event("click")
    expect(phone.page.locator("input[name=password]")).to_be_visible()
    phone.sign_in().open("/account/unsent")
    expect(phone.page.locator("#unsent-items .row-name")).to_have_text("T")
