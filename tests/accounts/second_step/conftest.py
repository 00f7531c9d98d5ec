"""People with a phone."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from pyotp import TOTP

from caseapp.accounts.models import User
from caseapp.accounts.second_step.actions import add_authenticator
from caseapp.accounts.second_step.models import Authenticator
from caseapp.clock import now
from caseapp.db import db, writing
from tests.pages import Browser

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def required(app: Flask) -> Iterator[None]:
    """As with real records."""
    before = app.config["SECOND_STEP"]
    app.config["SECOND_STEP"] = "required"
    yield
    app.config["SECOND_STEP"] = before


def code_now(key: str = KEY) -> str:
    """What the phone shows."""
    return TOTP(key).at(now())


def wrong_code() -> str:
    return f"{(int(code_now()) + 1) % 10**6:06}"


def with_phone(person: User) -> User:
    """A person who set up a phone a while ago."""
    add_authenticator(person, KEY, code_now())
    with writing():
        db.session.execute(sa.update(Authenticator).where(Authenticator.user_id == person.id).values(used_step=0))
    return person


def offered_key(browser: Browser) -> str:
    """The key that the page shows, as one would type it."""
    assert browser.page
    found = re.search(r"secret=([A-Z2-7]+)", browser.page.html)
    assert found
    return found[1]
