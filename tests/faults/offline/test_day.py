"""A day without a network: written on the phone, sent in order when there is one, and lost on no way."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from caseapp.accounts.models import User
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.drafts.models import Draft
from caseapp.groups.models import AttendanceMark, Group, Meeting
from tests.faults.offline.conftest import CODE
from tests.faults.real_service import Somebody
from tests.world import amend

pytestmark = pytest.mark.browser
UNTIL = """async (wanted) => {
    let states = null;
    for (const began = Date.now(); states !== wanted && Date.now() - began < 60000;) {
        await new Promise((done) => setTimeout(done, 50));
        states = (await window.offlineStore.listItems()).map((one) => one.state).join();
    }
    return states;
}"""
FULL = """() => {
    window.true_put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""
CLOCK = "(() => { const true_now = Date.now; Date.now = () => true_now() + %d; })()"


def until(phone, states: str) -> None:
    """Wait for the items of the device to stand so."""
    assert phone.page.evaluate(UNTIL, states) == states


def marks_in(service, groups) -> dict[str, list[str]]:
    with service.app.app_context():
        found = (
            sa.select(Group.name, AttendanceMark.mark)
            .join(Meeting, Meeting.group_id == Group.id)
            .join(AttendanceMark, AttendanceMark.meeting_id == Meeting.id)
            .where(Group.name.in_(groups), for_maintenance())
        )
        marks = {name: [] for name in groups}
        for name, mark in db.session.execute(found):
            marks[name].append(mark.value)
        service.let_go()
    return marks


def end_assignment(service, on) -> None:
    with service.app.app_context():
        held = sa.select(Assignment).where(for_maintenance(), Assignment.client_id == service.client_id)
        amend(db.session.scalars(held.where(Assignment.mentor_id == service.mentor_id)).one(), ends_on=on)
        service.let_go()


def test_a_note_and_two_roll_calls_arrive_when_there_is_a_network_again(phone, service, groups, notes):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.write_note("She ordered by herself.", "06:05")
    for group in groups:
        phone.take_roll(group)
    expect(phone.page.locator("#kept-status")).to_contain_text("(3)")
    assert phone.left() == ["waiting"] * 3
    phone.context.set_offline(False)
    until(phone, "")
    expect(phone.page.locator("#kept-status")).to_be_hidden()
    assert notes().count("She ordered by herself.") == 1
    assert marks_in(service, groups) == {name: ["absent"] for name in groups}


@pytest.mark.prove
def test_a_whole_day_with_the_clock_an_hour_off(phone, service, groups, notes):
    """Twelve notes and two roll-calls; the phone's clock runs an hour behind, and the browser is killed in between."""
    phone.sign_in().switch_on()
    phone.context.add_init_script(CLOCK % -3_600_000)
    phone.context.set_offline(True)
    phone.unlock()
    said = [f"Number {number} of the day" for number in range(12)]
    for number, words in enumerate(said[:6]):
        phone.write_note(words, f"{number:02}:10")
    phone.kill()
    phone.start()
    phone.context.add_init_script(CLOCK % 3_600_000)
    phone.context.set_offline(True)
    phone.unlock()
    for number, words in enumerate(said[6:], 6):
        phone.write_note(words, f"00:{number + 20}")
    for group in groups:
        phone.take_roll(group)
    assert phone.left() == ["waiting"] * 14
    phone.context.set_offline(False)
    phone.sign_in().open("/account/unsent")  # a browser that was killed has forgotten the session
    until(phone, "")
    assert [words for words in notes() if words in said] == said, "each once, the oldest first"
    assert marks_in(service, groups) == {name: ["absent"] for name in groups}


@pytest.mark.prove
def test_what_was_typed_is_there_after_the_browser_was_killed_in_the_middle_of_a_word(phone):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.begin("people")
    phone.page.locator("#note").press_sequentially("We sat by the sea and she said tha", delay=5)
    until(phone, "draft")
    phone.kill()
    phone.start()
    phone.context.set_offline(True)
    phone.unlock()
    phone.begin("items")
    expect(phone.page.locator("#note")).to_have_value("We sat by the sea and she said tha")


def test_a_roll_call_that_somebody_else_has_taken_goes_to_the_page_with_both(phone, service, groups):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.take_roll(groups[0])
    other = Somebody(service, "mentor").sign_in()
    with service.app.app_context():
        meeting = db.session.scalars(sa.select(Meeting).join(Group).where(Group.name == groups[0])).one().id
        service.let_go()
    sheet = other.see(f"/meetings/{meeting}/attendance")
    form = next(each["fields"] for each in sheet.forms if any(name.startswith("mark-") for name in each["fields"]))
    taken = {**{name: value or "" for name, value in form.items() if name != "guests"}, "status": "held"}
    assert other.ask(f"/meetings/{meeting}/attendance", taken)[0] == 303
    phone.context.set_offline(False)
    until(phone, "conflict")
    phone.page.click("[data-list=items] [data-open]")
    expect(phone.page).to_have_url(urljoin(phone.url, f"/meetings/{meeting}/attendance"))
    expect(phone.page.locator("form input[name=version]")).to_have_count(1)
    assert phone.page.locator("h1").inner_text() == "Two versions of this attendance"


@pytest.mark.prove
def test_what_the_server_refuses_stays_with_its_reason_and_opens_in_the_form_of_the_server(phone):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.begin("people")
    phone.page.fill("#note", "Written for a day that has not come.")
    phone.page.fill("#held_on", (today() + timedelta(days=3)).isoformat())
    phone.save()
    phone.context.set_offline(False)
    until(phone, "refused")
    lines = phone.page.locator("[data-list=items] .row-line")
    expect(lines).to_have_count(2)
    assert lines.nth(1).inner_text()
    phone.page.click("[data-list=items] [data-open]")
    expect(phone.page.locator("textarea[name=note]")).to_have_value("Written for a day that has not come.")


@pytest.mark.prove
def test_a_note_of_an_assignment_that_has_ended_meanwhile_is_taken(phone, service, notes):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.begin("people")
    phone.page.fill("#note", "The last time, on a bench.")
    phone.page.fill("#held_on", (today() - timedelta(days=2)).isoformat())
    phone.save()
    end_assignment(service, today() - timedelta(days=1))
    try:
        phone.context.set_offline(False)
        until(phone, "")
        assert notes().count("The last time, on a bench.") == 1
        expect(phone.page.locator("#kept-ended")).to_be_visible()
    finally:
        end_assignment(service, None)


@pytest.mark.prove
def test_a_full_device_says_so_and_keeps_the_text_on_the_page(phone):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.begin("people")
    phone.page.evaluate(FULL)
    phone.page.fill("#note", "x" * 20_000)
    phone.page.click("form .save-acts button")
    expect(phone.page.locator("#kept-fault")).to_be_visible()
    expect(phone.page.locator("#note")).to_have_value("x" * 20_000)
    phone.page.evaluate("() => { IDBObjectStore.prototype.put = window.true_put; }")
    phone.save()
    assert phone.left() == ["waiting"]


@pytest.mark.prove
def test_what_was_written_is_sent_though_the_key_on_the_device_is_gone(phone, notes, store):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.write_note("The key is gone, the words are not.", "05:15")
    store("change({ wrapped: null, secret: null, salt: null })")
    phone.context.set_offline(False)
    phone.open("/account/unsent")
    until(phone, "")
    assert notes().count("The key is gone, the words are not.") == 1


@pytest.mark.prove
def test_without_a_session_everything_waits_until_one_has_signed_in(phone, notes):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.write_note("Written while signed out.", "04:15")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(phone.page.locator("#kept-status a")).to_be_visible()
    assert phone.left() == ["waiting"]
    phone.sign_in().open("/account/unsent")
    until(phone, "")
    assert notes().count("Written while signed out.") == 1


def test_signing_out_asks_first_where_something_was_not_sent(phone, store):
    phone.sign_in().switch_on()
    keep = """keepItem(await window.offlineStore.unlock(told[0]), "item", "draft", { title: "Begun", fields: [] })"""
    store(keep, CODE)
    phone.open("/")
    phone.page.locator("[data-sign-out] button").dispatch_event("click")
    expect(phone.page).to_have_url(urljoin(phone.url, "/account/unsent?leaving=1"))
    expect(phone.page.locator("#unsent-items .row-name")).to_have_text("Begun")
    phone.page.locator("#unsent-acts a").click()
    expect(phone.page.locator("[data-sign-out]")).to_be_attached()
    phone.open("/account/unsent?leaving=1")
    assert phone.left() == ["draft"], "who stays has lost nothing"
    phone.page.locator("#unsent-leave button").click()
    expect(phone.page.locator("input[name=password]")).to_be_visible()
    assert phone.page.evaluate("() => indexedDB.databases().then((all) => all.length)") == 0


def close_account(service, at) -> None:
    with service.app.app_context():
        amend(db.session.get(User, service.mentor_id), disabled_at=at)
        service.let_go()


def test_what_a_disabled_person_had_not_sent_reaches_whoever_is_in_charge(phone, service, notes):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.write_note("The last words of the day.", "06:35")
    close_account(service, now())
    try:
        phone.context.set_offline(False)
        until(phone, "")
        with service.app.app_context():
            held = db.session.execute(
                sa.select(Draft.id, Draft.content_sealed).where(Draft.person_id != service.mentor_id)
            )
            assert any("The last words of the day." in Draft.content.open(*row) for row in held)
            service.let_go()
        assert "The last words of the day." not in notes()
    finally:
        close_account(service, None)
