"""A real server, and a phone: a browser with a profile folder of its own, in which a mentor can switch offline on."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from caseapp.accounts.models import User
from caseapp.activities.rules import Outcome
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.db import db
from caseapp.groups.rules import weekday_of
from tests.conftest import CHROMIUM
from tests.faults.real_service import PASSWORD, Installation
from tests.world import join, make_activity, make_goal, make_group, make_meeting

CODE = "three green pears"
GOAL, STORED, COMING = "Coffee at Zoe's corner", "Pottery", "Choir"


@pytest.fixture
def clock() -> None:
    """The server is a process of its own, and lives in real time."""


@dataclass
class Phone:
    """A browser whose profile lies in a folder."""

    context: BrowserContext
    page: Page
    url: str
    folder: Path

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
    """A mentor who meets a client today, and leads two groups that meet today."""
    with Installation(tmp_path_factory.mktemp("offline")) as installation:
        with installation.app.app_context():
            mentor = db.session.scalars(sa.select(User).where(User.username == "mentor")).one()
            client = find_client(mentor, installation.client_id)
            make_activity(client, mentor, today(), outcome=Outcome.PLANNED, note="")
            make_goal(client, wording=GOAL)
            stored = make_group(None, mentor, name=STORED)
            make_meeting(stored, today())
            coming = make_group(None, mentor, name=COMING, weekday=weekday_of(today()))
            for group in (stored, coming):
                join(group, client)
            installation.let_go()
        installation.start()
        yield installation


@pytest.fixture
def phone(playwright: Playwright, service: Installation, tmp_path: Path) -> Iterator[Phone]:
    """A phone in which nobody has signed in yet."""
    folder = tmp_path / "profile"
    path = os.environ.get("CASEAPP_CHROMIUM") or "/usr/bin/chromium"
    size = {"width": 390, "height": 844}
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=path, args=list(CHROMIUM), viewport=size
    )
    yield Phone(context, context.pages[0], f"http://127.0.0.1:{service.port}", folder)
    context.close()


@pytest.fixture
def store(phone: Phone) -> Callable[..., object]:
    """Asks the store of the page that is open: `store("device()")`."""

    def ask(call: str, *told: object) -> object:
        return phone.page.evaluate(f"async (told) => await window.offlineStore.{call}", list(told))

    return ask
