"""A real server, and a phone: a browser with a profile folder of its own, in which a mentor can switch offline on."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4

import psutil
import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.clients.queries import find_client, for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.groups.rules import weekday_of
from tests.conftest import CHROMIUM
from tests.faults.real_service import PASSWORD, Installation
from tests.world import join, make_activity, make_goal, make_group, make_meeting

CODE = "three green pears"
GOAL = "Coffee at Zoe's corner"


@pytest.fixture
def clock() -> None:
    """The server is a process of its own, and lives in real time."""


@dataclass
class Phone:
    """A browser whose profile lies in a folder."""

    playwright: Playwright
    url: str
    folder: Path
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def start(self) -> None:
        path = os.environ.get("CASEAPP_CHROMIUM") or "/usr/bin/chromium"
        size = {"width": 390, "height": 844}
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=path, args=list(CHROMIUM), viewport=size
        )
        self.page = self.context.pages[0]

    def kill(self) -> None:
        """The browser of this profile, at once, as when a phone runs out of power."""
        for process in psutil.process_iter(["cmdline"]):
            if f"--user-data-dir={self.folder}" in (process.info["cmdline"] or []):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        with suppress(Error):
            self.context.close()

    def unlock(self) -> None:
        """Open the list by the code, where there is no network."""
        self.open("/")
        self.page.fill("#code", CODE)
        self.page.click("#kept-unlock button")
        expect(self.page.locator("[data-view=day]")).to_be_visible()

    def begin(self, part: str, name: str = "") -> None:
        """Open the form of a row."""
        self.page.locator(f"[data-list={part}] .row", has_text=name).locator("[data-open]").first.click()
        expect(self.page.locator("form.note, form.attendance")).to_be_visible()

    def save(self) -> None:
        self.page.click("form .save-acts button")
        expect(self.page.locator("[data-view=day]")).to_be_visible()

    def write_note(self, words: str, hour: str) -> None:
        """A note of yesterday: today the hour might not have come yet, and the server would refuse it."""
        self.begin("people")
        self.page.fill("#note", words)
        self.page.fill("#held_on", (today() - timedelta(days=1)).isoformat())
        self.page.fill("#starts_at", hour)
        self.save()

    def take_roll(self, group: str, mark: str = "absent") -> None:
        self.begin("groups", group)
        self.page.locator(f"[name^='mark-'][value={mark}]").check(force=True)
        self.save()

    def left(self) -> list[str]:
        """The states of what was not sent yet."""
        return self.page.evaluate("() => window.offlineStore.listItems().then((all) => all.map((one) => one.state))")

    def open(self, path: str) -> None:
        self.page.goto(urljoin(self.url, path))

    def sign_in(self, username: str = "mentor") -> "Phone":
        self.open("/sign-in")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]:not([formaction])")
        expect(self.page).not_to_have_url(urljoin(self.url, "/sign-in"))
        return self

    def switch_on(self, code: str = CODE) -> "Phone":
        """By the page of the settings, as a person does."""
        self.open("/account/offline")
        self.page.fill("#code", code)
        self.page.fill("#again", code)
        self.page.click("[data-act=on]")
        expect(self.page.locator("[data-when=on]").first).to_be_visible()
        self.page.evaluate("() => navigator.serviceWorker.ready")
        return self


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A mentor who meets a client today."""
    with Installation(tmp_path_factory.mktemp("offline")) as installation:
        with installation.app.app_context():
            mentor = db.session.scalars(sa.select(User).where(User.username == "mentor")).one()
            client = find_client(mentor, installation.client_id)
            make_activity(client, mentor, today(), outcome=Outcome.PLANNED, note="")
            make_goal(client, wording=GOAL)
            installation.let_go()
        installation.start()
        yield installation


@pytest.fixture
def groups(service: Installation) -> tuple[str, str]:
    """The names of two groups that the mentor leads today: one whose meeting is stored, one that follows from its
    weekday."""
    names = f"Pottery {uuid4()}", f"Choir {uuid4()}"
    with service.app.app_context():
        mentor = db.session.scalars(sa.select(User).where(User.username == "mentor")).one()
        client = find_client(mentor, service.client_id)
        stored = make_group(None, mentor, name=names[0])
        make_meeting(stored, today())
        for group in (stored, make_group(None, mentor, name=names[1], weekday=weekday_of(today()))):
            join(group, client)
        service.let_go()
    return names


@pytest.fixture
def phone(playwright: Playwright, service: Installation, tmp_path: Path) -> Iterator[Phone]:
    """A phone in which nobody has signed in yet."""
    made = Phone(playwright, f"http://127.0.0.1:{service.port}", tmp_path / "profile")
    made.start()
    yield made
    made.context.close()


@pytest.fixture
def notes(service: Installation) -> Callable[[], list[str]]:
    """What notes say on the server, in the order in which they came."""

    def stored() -> list[str]:
        with service.app.app_context():
            found = db.session.scalars(sa.select(Activity).where(for_maintenance()).order_by(Activity.noted_at)).all()
            words = [each.note for each in found if each.note]
            service.let_go()
        return words

    return stored


@pytest.fixture
def store(phone: Phone) -> Callable[..., object]:
    """Asks the store of the page that is open: `store("device()")`."""

    def ask(call: str, *told: object) -> object:
        return phone.page.evaluate(f"async (told) => await window.offlineStore.{call}", list(told))

    return ask
