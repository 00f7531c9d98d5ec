"""What the next page says on top travels with the browser, sealed for one session."""

from base64 import urlsafe_b64encode

import pytest
import sqlalchemy as sa
from flask import Flask, flash, get_flashed_messages, redirect, request

from caseapp.access import public
from caseapp.accounts.models import SignIn
from caseapp.accounts.sign_in.messages import LONGEST, opened
from caseapp.db import db
from tests.accounts.conftest import sign_in

PAGE = "/accessibility"
SAID = "Dana's note was saved."


@pytest.fixture
def telling(app: Flask, owner, new_browser, monkeypatch):
    """A browser that is signed in, and a page that has something said so many times, and says it without a number."""

    @public
    def view():
        if "times" in request.args:
            flash(SAID * int(request.args["times"]), "success")
            return redirect(PAGE, 303)
        return {"said": get_flashed_messages(with_categories=True)}

    monkeypatch.setitem(app.view_functions, "organisation.show_accessibility", view)
    browser = new_browser()
    sign_in(browser, owner.username)
    browser.get("/account")  # says what signing in had to say
    return browser


def stored() -> str:
    return db.session.execute(sa.select(SignIn.contents)).scalar_one()


def test_a_message_is_said_once_and_no_row_is_written_for_it(telling) -> None:
    before = stored()
    answer = telling.get(f"{PAGE}?times=1")
    cookie = telling.get_cookie("message")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert "Dana" not in answer.headers["Set-Cookie"]
    assert stored() == before
    assert telling.get(PAGE).json["said"] == [["success", SAID]]
    assert telling.get_cookie("message") is None
    assert telling.get(PAGE).json["said"] == []
    assert stored() == before


def test_several_messages_wait_together(telling) -> None:
    telling.get(f"{PAGE}?times=1")
    telling.get(f"{PAGE}?times=2")
    assert [said for _kind, said in telling.get(PAGE).json["said"]] == [SAID, SAID * 2]


def test_what_does_not_fit_a_cookie_waits_in_the_row(telling) -> None:
    times = LONGEST // len(SAID) + 1
    telling.get(f"{PAGE}?times={times}")
    assert telling.get_cookie("message") is None
    assert telling.get(PAGE).json["said"] == [["success", SAID * times]]
    assert "Dana" not in stored()
    assert telling.get(PAGE).json["said"] == []


def test_what_was_said_of_others_is_not_said_to_a_client_who_holds_the_screen(telling, world) -> None:
    telling.get(f"{PAGE}?times=1")
    cookie, own = telling.get_cookie("message").value, db.session.scalars(sa.select(SignIn.id)).one()
    assert opened(cookie, own, None) == [("success", SAID)]
    assert opened(cookie, own, world.client.id) == []


def test_a_made_up_message_costs_no_look_for_newer_keys(telling, monkeypatch) -> None:
    monkeypatch.setattr("caseapp.db.sealing._newer_key", lambda *_: pytest.fail("looked for keys"))
    telling.set_cookie("message", urlsafe_b64encode(b"made up" * 20).decode())
    assert telling.get(PAGE).json["said"] == []


def test_a_message_of_another_session_or_a_changed_one_says_nothing(telling, owner, new_browser) -> None:
    telling.get(f"{PAGE}?times=1")
    kept = telling.get_cookie("message").value
    other = new_browser()
    sign_in(other, owner.username)
    other.get("/account")
    letter = "A" if kept[-5] != "A" else "B"
    for planted in (kept, "x", "é", "A" * 3999):
        other.set_cookie("message", planted)
        assert other.get(PAGE).json["said"] == []
    for planted in (kept[:-5] + letter + kept[-4:], kept[:40], ""):
        telling.set_cookie("message", planted)
        assert telling.get(PAGE).json["said"] == []
    telling.set_cookie("message", kept)
    assert telling.get(PAGE).json["said"] == [["success", SAID]]


def test_signing_out_takes_the_message_along(telling) -> None:
    token = telling.see("/account").field("csrf_token")
    telling.get(f"{PAGE}?times=1")
    telling.post("/sign-out", data={"csrf_token": token})
    assert telling.get_cookie("message") is None
