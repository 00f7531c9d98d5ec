"""Browsers and people who sign in for real."""

from collections.abc import Callable

import pytest
from flask import Flask

from caseapp.accounts.joinings import actions as joining_actions
from caseapp.accounts.models import User
from caseapp.accounts.password_hashing import hash_password
from caseapp.db import writing
from tests.pages import Browser
from tests.world import World

PASSWORD = "teal kettle under snow"
OTHER = "nine slow violet barges"


@pytest.fixture
def owner(world: World) -> User:
    """The mentor, with a password."""
    give_password(world.mentor)
    return world.mentor


@pytest.fixture
def new_browser(app: Flask) -> Callable[..., Browser]:
    """A new browser at some address, in which English is spoken."""

    def make(address: str = "192.0.2.1") -> Browser:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        client.get("/language/en")
        return client  # type: ignore[return-value]

    return make


@pytest.fixture
def visitor(new_browser: Callable[..., Browser]) -> Browser:
    """Somebody who is not signed in and reads English."""
    return new_browser()


def give_password(person: User, password: str = PASSWORD) -> User:
    """A password, as the system stores it."""
    hashed = hash_password(password)
    with writing():
        person.password_hash = hashed
    return person


def sign_in(browser: Browser, username: str, password: str = PASSWORD, **more):
    """Fill in the sign-in page and send it."""
    return browser.send("/sign-in", {"username": username, "password": password}, **more)


def is_inside(browser: Browser) -> bool:
    """Whether the browser is signed in, as the account page tells."""
    return browser.get("/account").status_code == 200


@pytest.fixture
def before_the_first_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to confirm who comes in."""
    monkeypatch.setattr(joining_actions, "holds_clients", lambda: False)
