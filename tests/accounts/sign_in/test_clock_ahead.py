"""A clock that ran ahead and was put right locks nobody out, and keeps nobody in."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import Link, SignIn, Throttle
from caseapp.accounts.throttle_rules import ADDRESS, PRESENT_PASSWORD
from caseapp.accounts.throttling import AttemptCount, reserve
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import TooMany
from tests.accounts.conftest import PASSWORD, give_password, is_inside, sign_in

AHEAD = timedelta(days=400)


@pytest.mark.parametrize(("limit", "wait"), [(PRESENT_PASSWORD, 300), (ADDRESS, 3600)], ids=["a person", "an address"])
def test_failures_from_the_future_count_as_those_of_this_moment(app, clock, limit, wait) -> None:
    count = AttemptCount(limit, "203.0.113.9")
    clock.shift(AHEAD)
    for _time in range(limit.free):
        reserve([count])
    clock.shift(-AHEAD)
    with pytest.raises(TooMany) as told:
        reserve([count])
    assert told.value.wait <= wait
    clock.shift(timedelta(seconds=wait))
    reserve([count])
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.max(Throttle.tried_at))) <= now()


def test_a_session_from_the_future_is_one_of_this_moment(owner, new_browser, clock, app) -> None:
    """It goes on, and ends when it is idle as any other does."""
    clock.shift(AHEAD)
    browser = new_browser("192.0.2.1")
    sign_in(browser, owner.username)
    clock.shift(-AHEAD)
    assert is_inside(browser)
    row = db.session.scalars(sa.select(SignIn)).one()
    assert (row.seen_at, row.began_at) == (now(),) * 2
    db.session.rollback()
    clock.shift(timedelta(minutes=app.config["IDLE_MINUTES"] + 1))
    assert not is_inside(browser)


def test_a_proof_from_the_future_proves_nothing(world, new_browser, clock) -> None:
    """Nobody knows how long ago it was, neither at the first request after that nor at a later one."""
    give_password(world.administrator)
    clock.shift(AHEAD)
    browser = new_browser("192.0.2.1")
    sign_in(browser, world.administrator.username)
    token = browser.see("/account").field("csrf_token")
    clock.shift(-AHEAD)
    for _time in range(2):
        answer = browser.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token})
        assert "This needs your password once more." in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Link)) == 0
    answer = browser.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token, "proof": PASSWORD})
    assert "/welcome#" in answer.text
