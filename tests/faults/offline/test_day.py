"""A day without a network: written on the phone, kept through a killed browser, sent in order when there is one."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from caseapp.activities.models import Activity
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.groups.models import AttendanceMark
from tests.faults.offline.conftest import CODE, COMING, STORED

pytestmark = pytest.mark.browser


def unlock(phone) -> None:
    phone.open("/")
    phone.page.fill("#code", CODE)
    phone.page.click("#kept-unlock button")
    expect(phone.page.locator("[data-view=day]")).to_be_visible()


def begin(phone, part: str, number: int = 0) -> None:
    phone.page.locator(f"[data-list={part}] [data-open]").nth(number).click()
    expect(phone.page.locator("form.note, form.attendance")).to_be_visible()


def save(phone) -> None:
    phone.page.click("form .save-acts button")
    expect(phone.page.locator("[data-view=day]")).to_be_visible()


def write_note(phone, words: str, part: str = "people") -> None:
    begin(phone, part)
    phone.page.fill("#note", words)
    save(phone)


def left(phone) -> list:
    return phone.page.evaluate("() => window.offlineStore.listItems().then((all) => all.map((one) => one.state))")


def stored(service) -> list[str]:
    """What notes say on the server, in the order in which they came."""
    with service.app.app_context():
        found = db.session.scalars(sa.select(Activity).where(for_maintenance()).order_by(Activity.noted_at)).all()
        words = [each.note for each in found if each.note]
        service.let_go()
    return words


def test_a_note_and_a_roll_call_are_written_without_a_network_and_arrive_when_there_is_one(phone, service):
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    unlock(phone)
    write_note(phone, "She ordered by herself.", "meetings")
    for group in (STORED, COMING):
        phone.page.locator("[data-list=groups] .row", has_text=group).locator("[data-open]").click()
        phone.page.locator("[name^='mark-'][value=absent]").check(force=True)
        save(phone)
    expect(phone.page.locator("#kept-status")).to_contain_text("(3)")
    assert left(phone) == ["waiting"] * 3
    phone.context.set_offline(False)
    expect(phone.page.locator("#kept-status")).to_be_hidden()
    assert left(phone) == []
    assert stored(service) == ["She ordered by herself."]
    with service.app.app_context():
        marks = db.session.scalars(sa.select(AttendanceMark).where(for_maintenance())).all()
        assert [mark.mark.value for mark in marks] == ["absent", "absent"]
        service.let_go()
