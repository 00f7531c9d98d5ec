"""Somebody who types into a note in a real browser, and what the store has of it."""

import json
from uuid import UUID

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page, Route, expect

from caseapp.accounts.models import User
from caseapp.accounts.second_step.actions import remove_second_step
from caseapp.activities.models import Activity
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.drafts.models import Draft
from tests.accounts.second_step.conftest import with_phone
from tests.faults.real_service import PASSWORD, Installation

SAVED = "[data-save-status] .sage"


class Store:
    """What is in the database, read beside the server."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def drafts(self) -> list[str]:
        """The texts of the notes that are kept and not saved."""
        with self.installation.app.app_context():
            rows = db.session.scalars(sa.select(Draft).where(Draft.ended_at.is_(None)).order_by(Draft.begun_at)).all()
            texts = [dict(json.loads(row.content)).get("note", "") for row in rows]
            self.installation.let_go()
        return texts

    def notes(self) -> list[str]:
        """The texts of the client's saved notes, the oldest first."""
        return self._read(self.installation.client_id)

    def give_phone(self, username: str) -> None:
        """From now on this person signs in by two steps."""
        with self.installation.app.app_context():
            with_phone(db.session.scalars(sa.select(User).where(User.username == username)).one())
            self.installation.let_go()

    def take_phone(self, username: str) -> None:
        with self.installation.app.app_context():
            remove_second_step(None, db.session.scalars(sa.select(User).where(User.username == username)).one())
            self.installation.let_go()

    def _read(self, client_id: UUID) -> list[str]:
        with self.installation.app.app_context():
            found = sa.select(Activity).where(for_maintenance(), Activity.client_id == client_id)
            texts = [row.note for row in db.session.scalars(found.order_by(Activity.created_at, Activity.id))]
            self.installation.let_go()
        return texts


def sign_in(page: Page, installation: Installation, username: str = "mentor") -> None:
    """Through the page, as people do."""
    page.goto(f"http://127.0.0.1:{installation.port}/sign-in")
    enter(page, username)
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))


def enter(page: Page, username: str) -> None:
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()


def open_note(page: Page, installation: Installation, query: str = "") -> None:
    """An empty form, or one that goes on with what was typed."""
    page.goto(f"http://127.0.0.1:{installation.port}/clients/{installation.client_id}/activities/new{query}")


def write(page: Page, words: str) -> None:
    """Key by key, at the end of what is there."""
    page.locator("textarea[name=note]").press("Control+End")
    page.locator("textarea[name=note]").press_sequentially(words)


def choose_minutes(page: Page, minutes: int) -> None:
    """So that it is not taken for another meeting."""
    page.locator("input[name=other_minutes]").evaluate("(field, minutes) => { field.value = minutes; }", minutes)


def written(page: Page) -> str:
    return page.locator("textarea[name=note]").input_value()


def save(page: Page) -> None:
    page.locator(".save-acts button.button-main").click()


def expect_kept(page: Page) -> None:
    """The page says that it has been kept."""
    expect(page.locator(SAVED).first).to_be_visible()


def cut(context: BrowserContext, pattern: str, *, after: bool = False) -> None:
    """No network for these requests: before they reach the server, or after it has answered."""

    def drop(route: Route) -> None:
        if after:
            route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    context.route(pattern, drop)
