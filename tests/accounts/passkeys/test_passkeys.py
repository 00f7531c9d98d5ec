"""Passkeys (P9): origin, counter and owner are checked, every answer fits once, and one is two steps at once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.accounts.passkeys.models import Passkey
from caseapp.accounts.passkeys.rules import MOST
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.second_step.actions import remove_second_step
from caseapp.accounts.sign_in.sessions import cookie_name
from caseapp.audit import Act
from caseapp.db import db, writing
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.accounts.passkeys.device import PRESENT, Device, asked_on
from tests.accounts.second_step.conftest import KEY, code_now, required, with_phone
from tests.batches.printing import entries

__all__ = ["required"]
REFUSED = "This passkey does not fit"


def add(browser, device, name="My phone"):
    page = browser.see("/account/passkeys/new")
    return browser.send(
        "/account/passkeys/new", {"name": name, "new_passkey": device.make(asked_on(page, "new_passkey"))}, fresh=False
    )


def come_in(browser, device, page="/sign-in"):
    asked = asked_on(browser.see(page))
    return browser.send(page, {"passkey": device.answer(asked)}, fresh=False)


def keys():
    return db.session.scalars(sa.select(Passkey).order_by(Passkey.id)).all()


@pytest.fixture
def device(owner, as_):
    made = Device()
    assert add(as_(owner), made).status_code == 303
    return made


@pytest.mark.usefixtures("required")
def test_a_passkey_is_added_told_and_stands_for_both_steps(app, owner, visitor, device, new_browser, clock):
    clock.shift(timedelta(minutes=1))
    (row,) = keys()
    assert (row.name, row.user_id, row.used_at) == ("My phone", owner.id, None)
    assert len(entries(Act.PASSKEY_ADDED)) == 1
    before = visitor.get_cookie(cookie_name(app))
    answer = come_in(visitor, device)
    assert (answer.status_code, answer.location) == (303, "/")
    assert before is None
    assert "The passkey “My phone” was added on" in visitor.see("/account").words
    assert "My phone" in visitor.see("/account/second-step").words
    db.session.expire_all()
    assert (keys()[0].sign_count, keys()[0].used_at is not None) == (1, True)
    again = new_browser()
    come_in(again, device)
    assert "was added on" not in again.see("/account").words, "told once"


def test_it_is_the_second_step_beside_a_password_and_the_password_alone_opens_nothing(owner, visitor, device):
    assert sign_in(visitor, owner.username).location == "/sign-in/code"
    assert not is_inside(visitor)
    page = visitor.see("/sign-in/code")
    assert not page.field("code")
    assert len(asked_on(page)["allowCredentials"]) == 1
    asked = asked_on(visitor.see("/sign-in"))
    crossed = visitor.send("/sign-in/code", {"passkey": device.answer(asked)}, fresh=False)
    assert crossed.status_code == 200, "what was asked for signing in is no second step"
    assert come_in(visitor, device, "/sign-in/code").status_code == 303
    assert is_inside(visitor)


def test_who_has_one_cannot_set_up_a_phone_with_the_password_alone(owner, visitor, device):
    sign_in(visitor, owner.username)
    visitor.get("/sign-in/authenticator")
    token = {"csrf_token": visitor.see("/sign-in/authenticator").field("csrf_token"), "code": "123456"}
    visitor.post("/sign-in/authenticator", data=token)
    assert not is_inside(visitor)


@pytest.mark.parametrize("lie", ["origin", "host", "unverified", "cloned", "handle", "unknown", "garbage", "long"])
def test_a_dishonest_answer_opens_nothing(owner, visitor, device, lie, world, as_):
    if lie == "cloned":
        with writing():
            db.session.execute(sa.update(Passkey).values(sign_count=7))
        device.count = 6
    elif lie == "handle":
        device.handle = world.team_mate.id.bytes
    elif lie == "unknown":
        device.id = bytes(32)
    else:
        device.origin = "https://localhost.example" if lie == "origin" else device.origin
        device.host = "example" if lie == "host" else device.host
        device.flags = PRESENT if lie == "unverified" else device.flags
    if lie in ("garbage", "long"):
        visitor.see("/sign-in")
        answer = visitor.send("/sign-in", {"passkey": "{" * (9_000 if lie == "long" else 1)}, fresh=False)
    else:
        answer = come_in(visitor, device)
    assert answer.status_code == 200
    assert REFUSED in visitor.page.words
    assert not is_inside(visitor)
    assert len(entries(Act.PASSKEY_FAILED)) == 1


def test_an_answer_fits_once_in_one_browser_and_not_for_long(app, owner, visitor, device, new_browser, clock):
    asked = asked_on(visitor.see("/sign-in"))
    said = device.answer(asked)
    other = new_browser()
    other.see("/sign-in")
    assert other.send("/sign-in", {"passkey": said}, fresh=False).status_code == 200, "asked in another browser"
    old = visitor.get_cookie("visitor").value
    assert visitor.send("/sign-in", {"passkey": said}, fresh=False).status_code == 303
    with writing():
        db.session.execute(sa.update(Passkey).values(sign_count=0))  # as of devices that do not count
    thief = new_browser()
    thief.set_cookie("visitor", old)
    thief.see("/sign-in")
    assert thief.send("/sign-in", {"passkey": said}, fresh=False).status_code == 200, "used already"
    late = new_browser()
    asked = asked_on(late.see("/sign-in"))
    clock.shift(timedelta(minutes=30))
    assert late.send("/sign-in", {"passkey": device.answer(asked)}, fresh=False).status_code == 200


def test_a_removed_one_and_somebody_elses_and_a_disabled_persons_open_nothing(world, owner, as_, device, new_browser):
    give_password(world.team_mate)
    others = Device()
    theirs = as_(world.team_mate)
    add(theirs, others)
    mine = new_browser()
    sign_in(mine, owner.username)
    assert come_in(mine, others, "/sign-in/code").status_code == 200
    assert not is_inside(mine)
    row = next(row for row in keys() if row.user_id == owner.id)
    token = {"csrf_token": theirs.see("/account").field("csrf_token")}
    assert theirs.post(f"/account/passkeys/{row.id}/removal", data=token).status_code == 404
    own = as_(owner)
    token = {"csrf_token": own.see("/account").field("csrf_token")}
    assert own.post(f"/account/passkeys/{row.id}/removal", data=token).status_code == 303
    assert len(entries(Act.PASSKEY_REMOVED)) == 1
    assert come_in(new_browser(), device).status_code == 200
    with writing():
        world.team_mate.disabled_at = sa.func.now()
        db.session.merge(world.team_mate)
    assert come_in(new_browser(), others).status_code == 200


def test_it_is_fresh_proof_and_what_was_sent_goes_on(app, world, owner, as_, device, clock):
    browser = as_(owner)
    before = browser.get_cookie(cookie_name(app)).value
    clock.shift(timedelta(minutes=11))
    second = Device()
    page = browser.see("/account/passkeys/new")
    made = second.make(asked_on(page, "new_passkey"))
    browser.send("/account/passkeys/new", {"name": "My computer", "new_passkey": made}, fresh=False)
    assert "This needs your password once more." in browser.page.words
    assert len(keys()) == 1
    (form,) = [form for form in browser.page.forms if "proof" in form["fields"]]
    said = device.answer(asked_on(browser.page))
    answer = browser.post("/account/passkeys/new", data={**form["fields"], "passkey": said})
    assert (answer.status_code, len(keys())) == (303, 2)
    assert browser.get_cookie(cookie_name(app)).value != before
    clock.shift(timedelta(minutes=11))
    token = {"csrf_token": browser.see("/account").field("csrf_token"), "passkey": said}
    assert browser.post(f"/account/passkeys/{keys()[0].id}/removal", data=token).status_code == 200, "not twice"
    assert len(keys()) == 2


def test_adding_and_removing_end_other_sessions_and_a_reset_leaves_it_as_it_is(owner, as_, world, device, new_browser):
    other, here = as_(owner), as_(owner)
    add(here, Device(), "Second")
    assert other.get("/account").status_code == 303
    assert here.get("/account").status_code == 200
    issue_link(world.administrator, owner, timedelta(hours=1))
    db.session.rollback()
    assert len(keys()) == 2
    assert come_in(new_browser(), device).status_code == 303
    remove_second_step(world.administrator, owner)
    assert keys() == [], "a lost phone takes its passkeys with it"


def test_what_is_added_is_checked_as_well(owner, as_):
    browser = as_(owner)
    for lie in ({"origin": "https://localhost.example"}, {"host": "example"}, {"flags": PRESENT}):
        device = Device()
        vars(device).update(lie)
        assert add(browser, device).status_code == 200
    device = Device()
    assert add(browser, device).status_code == 303
    assert add(browser, device).status_code == 200, "the same passkey twice"
    for _number in range(MOST - 1):
        assert add(browser, Device()).status_code == 303
    assert add(browser, Device()).status_code == 200
    assert len(keys()) == MOST


def test_guessing_is_stopped_apart_from_passwords(owner, visitor, new_browser):
    codes = []
    for _number in range(12):
        visitor.see("/sign-in")
        codes.append(visitor.send("/sign-in", {"passkey": "{}"}, fresh=False).status_code)
    assert codes == [200] * 10 + [429] * 2
    assert sign_in(visitor, owner.username).location == "/"


def test_a_phone_may_be_there_beside_it(owner, visitor, device):
    with_phone(owner)
    sign_in(visitor, owner.username)
    page = visitor.see("/sign-in/code")
    assert asked_on(page)
    assert visitor.send("/sign-in/code", {"code": code_now(KEY)}).status_code == 303
    assert is_inside(visitor)
