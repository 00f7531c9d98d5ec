"""A mentor with several clients, who hands the screen to one of them."""

from collections.abc import Callable

import pytest
from flask import Flask

from caseapp.accounts.models import User
from caseapp.clients.models import Client
from tests import world as made
from tests.access.actors import Company, make_company
from tests.access.conftest import hand_screen_of
from tests.pages import Browser
from tests.world import World


@pytest.fixture
def client(world: World) -> Client:
    """The client who gets the screen, with a goal."""
    row = made.make_client(world.team, world.mentor, given_name="Yael", family_name="Peretz", language="en")
    made.make_goal(row, client_words="A friend to drink coffee with")
    return row


@pytest.fixture
def handed(as_: Callable[[User], Browser], world: World, client: Client) -> Browser:
    """The mentor's browser, whose screen that client holds."""
    browser = as_(world.mentor)
    assert browser.send(f"/clients/{client.id}/beside").headers["Location"] == "/with"
    return browser


@pytest.fixture
def company(world: World) -> Company:
    return make_company(world)


@pytest.fixture
def holder(app: Flask, as_: Callable[[User], Browser], company: Company) -> Browser:
    """The browser of the mentor of the matrix, whose screen the client of the matrix holds."""
    browser = as_(company.world.mentor)
    hand_screen_of(app, browser, company.client.id)
    return browser
