"""Passkeys that are refused: a dishonest answer, one that was used, an eleventh, and guessing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.accounts.passkeys.models import Passkey
from caseapp.accounts.passkeys.rules import MOST
from caseapp.audit import Act
from caseapp.db import db, writing
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.accounts.passkeys.device import PRESENT, Device, asked_on
from tests.accounts.passkeys.test_passkeys import REFUSED, add, come_in, device, keys
from tests.batches.printing import entries

__all__ = ["device"]


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
    page = browser.see("/account/passkeys/new")
    assert "data-passkey" not in page.html, "nobody's device makes one in vain"
    assert "You have ten passkeys, and that is the most." in page.words
    assert "You have ten passkeys, and that is the most." in browser.see("/account/second-step").words
    assert "/account/passkeys/new" not in browser.page.links


def test_of_two_pages_that_were_open_at_nine_one_is_kept(owner, as_):
    browser, made = as_(owner), [Device(), Device()]
    for _number in range(MOST - 1):
        add(browser, Device())
    asked = [asked_on(browser.see("/account/passkeys/new"), "new_passkey") for _device in made]
    for one, question in zip(made, asked, strict=True):
        sent = {"name": "One more", "new_passkey": one.make(question)}
        browser.send("/account/passkeys/new", sent, fresh=False)
    assert "and that is the most" in browser.page.words
    assert len(keys()) == MOST


def test_guessing_is_stopped_apart_from_passwords(owner, visitor, new_browser):
    codes = []
    for _number in range(12):
        visitor.see("/sign-in")
        codes.append(visitor.send("/sign-in", {"passkey": "{}"}, fresh=False).status_code)
    assert codes == [200] * 10 + [429] * 2
    assert sign_in(visitor, owner.username).location == "/"
