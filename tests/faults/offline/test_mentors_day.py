"""A mentor's day on a phone: three meetings, somebody who did not come, a call, a roll-call, an hour without a network
and a session that ended; by finger and by keyboard, with the acts counted, in four languages."""

from collections import Counter
from datetime import time
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from caseapp.accounts.models import Team, User
from caseapp.accounts.password_hashing import hash_password
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import weekday_of
from tests.faults.offline.conftest import Phone
from tests.faults.offline.test_day import until
from tests.faults.real_service import PASSWORD
from tests.faults.writing import enter
from tests.journeys.test_full_record import tab_to
from tests.world import join, make_activity, make_client, make_goal, make_group, make_user

pytestmark = pytest.mark.browser
NOTE, SAVE, UNDO = "textarea[name=note]", ".save-bar .button-main", "form[action$='/undoing']"
SAID = {
    "first": "Coffee, and she ordered by herself.",
    "second": "We went to the library.",
    "third": "Cooked together.",
    "call": "Talked about Thursday.",
    "offline": "On the bus, without a network.",
    "ended": "Walked along the sea.",
}
LANGUAGES = ["he", *(pytest.param(code, marks=pytest.mark.prove) for code in ("ar", "ru", "en"))]


class Finger:
    """Taps, and how many."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.acts += 1

    def choose(self, name: str, value: str) -> None:
        """Open the fact, and tap the choice."""
        self.press(f"details.fact:has(input[name={name}]) > summary")
        self.page.locator(f"label:has(input[name={name}][value={value}])").first.click()
        self.acts += 1

    def write(self, selector: str, words: str) -> None:
        self.page.locator(selector).fill(words)

    def taken(self) -> int:
        """The acts since the last question."""
        acts, self.acts = self.acts, 0
        return acts


class Keys(Finger):
    """The same by Tab, Enter and arrows; an act is a key that does something."""

    def press(self, selector: str) -> None:
        tab_to(self.page, selector)
        self.page.keyboard.press("Enter")
        self.acts += 1

    def choose(self, name: str, value: str) -> None:
        self.press(f"details.fact:has(input[name={name}]) > summary")
        tab_to(self.page, f"input[name={name}]")
        for _key in range(12):
            if self.page.locator(f"input[name={name}][value={value}]").is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        self.acts += 1
        expect(self.page.locator(f"input[name={name}][value={value}]")).to_be_checked()

    def write(self, selector: str, words: str) -> None:
        tab_to(self.page, selector)
        self.page.keyboard.type(words)


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return str(request.param)


@pytest.fixture
def mentor(service, language) -> User:
    """Somebody who meets four people today and leads a group."""
    with service.app.app_context():
        team = db.session.scalars(sa.select(Team).limit(1)).one()
        person = make_user("mentor", team, language=language, password_hash=hash_password(PASSWORD))
        group = make_group(None, person, name="Pottery of the day", weekday=weekday_of(today()))
        for minute in range(4):
            client = make_client(team, person)
            make_goal(client)
            join(group, client)
            planned = {"outcome": Outcome.PLANNED, "starts_at": time(0, minute + 1), "minutes": 1, "note": ""}
            make_activity(client, person, today(), **planned)
        db.session.refresh(person)
        db.session.expunge(person)
        service.let_go()
    return person


def save(hand: Finger) -> None:
    hand.press(SAVE)
    expect(hand.page.locator(UNDO)).to_be_attached()
    expect(hand.page.locator("main:not([inert])")).to_be_attached()


def begin_another(hand: Finger, place: int) -> None:
    """A note about whoever stands at that place, by way of the middle of the bar."""
    hand.press(".nav .place-act a")
    hand.page.wait_for_url("**/activities/new")
    hand.press(f"main .rows > :nth-child({place}) a.row-name")
    expect(hand.page.locator(NOTE)).to_be_attached()


def stored_of(service, mentor) -> tuple[Counter[str], Counter[Outcome], Counter[str]]:
    """What notes say, what became of meetings, and the marks of the group."""
    with service.app.app_context():
        rows = db.session.scalars(sa.select(Activity).where(for_maintenance(), Activity.mentor_id == mentor.id)).all()
        said, came = Counter(row.note for row in rows if row.note), Counter(row.outcome for row in rows)
        marks = sa.select(AttendanceMark.mark).where(for_maintenance(), AttendanceMark.marked_by_id == mentor.id)
        found = Counter(mark.value for mark in db.session.scalars(marks))
        service.let_go()
    return said, came, found


@pytest.mark.parametrize("way", [Finger, pytest.param(Keys, marks=pytest.mark.prove)])
def test_a_mentors_day(phone: Phone, service, mentor, language, way):
    phone.sign_in(mentor.username).switch_on()
    page, hand, home = phone.page, way(phone.page), urljoin(phone.url, "/")
    phone.open("/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    for words in ("first", "second", "third"):
        hand.press("main a[href$='/edit']")
        expect(page.locator(NOTE)).to_be_attached()
        hand.write(NOTE, SAID[words])
        save(hand)
        expect(page).to_have_url(home)
        assert hand.taken() == 2, words
    hand.press("main a[href$='/edit']")
    expect(page.locator(NOTE)).to_be_attached()
    hand.choose("outcome", "no_show")
    save(hand)
    assert hand.taken() == 4, "somebody who did not come: two taps between opening and saving"
    begin_another(hand, 1)
    hand.choose("mode", "phone")
    hand.write(NOTE, SAID["call"])
    save(hand)
    assert hand.taken() == 5, "a call: two taps, beside the choice of a person"
    hand.press("main form[action$='/meetings/new'] button")
    expect(page.locator("form.attendance")).to_be_attached()
    hand.press("form.attendance .save-acts button")
    expect(page.locator("form.attendance")).to_have_count(0)
    assert hand.taken() == 2, "everybody was there"
    without_a_network(phone, hand)
    after_a_session_that_ended(phone, hand, mentor)
    said, came, marks = stored_of(service, mentor)
    assert said == Counter(SAID.values()), "each once"
    assert came == Counter({Outcome.HELD: 6, Outcome.NO_SHOW: 1})
    assert marks == Counter({"present": 4})


def without_a_network(phone: Phone, hand: Finger) -> None:
    """An hour of the day: the code, the person, the text; it goes when there is a network again."""
    phone.context.set_offline(True)
    phone.unlock()
    hand.press("[data-list=people] [data-open]")
    expect(phone.page.locator("form.note")).to_be_visible()
    hand.write("#note", SAID["offline"])
    hand.press("form .save-acts button")
    expect(phone.page.locator("[data-view=day]")).to_be_visible()
    assert phone.left() == ["waiting"]
    assert hand.taken() == 2
    phone.context.set_offline(False)
    until(phone, "")


def after_a_session_that_ended(phone: Phone, hand: Finger, mentor: User) -> None:
    """Signing in over the page, and saving goes on."""
    phone.open("/")
    begin_another(hand, 3)  # neither the person of the call nor the one of the bus
    hand.write(NOTE, SAID["ended"])
    phone.context.clear_cookies()
    hand.press(SAVE)
    expect(phone.page.get_by_role("dialog")).to_be_visible()
    enter(phone.page, mentor.username)
    expect(phone.page.locator(UNDO)).to_be_attached()
    assert hand.taken() == 3
