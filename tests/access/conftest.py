"""People of every kind, signed in."""

from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from caseapp.accounts.models import SignIn
from caseapp.accounts.sign_in.messages import contents_format
from caseapp.accounts.sign_in.sessions import cookie_name, hashed
from caseapp.db import db, writing
from tests.access.actors import Actor, Company, make_company
from tests.pages import Browser
from tests.world import World


@pytest.fixture
def company(world: World) -> Company:
    return make_company(world)


@pytest.fixture
def browser_of(app: Flask, as_: Callable[..., Browser], company: Company) -> Callable[[Actor], Browser]:
    """A browser of that person; a disabled one still has the cookie of before."""

    def open_browser(actor: Actor) -> Browser:
        if actor is Actor.VISITOR:
            return app.test_client()  # type: ignore[return-value]
        browser = as_(company.people[actor])
        if actor is Actor.BESIDE:
            hand_screen_of(app, browser, company.client.id)
        return browser

    return open_browser


def hand_screen_of(app: Flask, browser: Browser, client_id: UUID) -> None:
    """From now on that client holds the screen of this browser's session."""
    cookie = browser.get_cookie(cookie_name(app))
    assert cookie is not None
    with writing():
        own = sa.update(SignIn).where(SignIn.secret_hash == hashed(cookie.value))
        db.session.execute(own.values(with_client_id=client_id))


def token_of(app: Flask, browser: Browser) -> str:
    """The token that the pages of this browser carry."""
    cookie = browser.get_cookie(cookie_name(app))
    if cookie is None:
        return str(browser.see("/sign-in").field("csrf_token"))
    contents = db.session.scalar(sa.select(SignIn.contents).where(SignIn.secret_hash == hashed(cookie.value)))
    signer = URLSafeTimedSerializer(app.config["WTF_CSRF_SECRET_KEY"], salt="wtf-csrf-token")
    return str(signer.dumps(contents_format.loads(contents)["csrf_token"]))
