"""What still leads in while a thousand failures from everywhere have stopped passwords in unknown browsers."""

from datetime import timedelta

import sqlalchemy as sa

from caseapp.accounts.models import Throttle
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.sign_in.sessions import cookie_name
from caseapp.accounts.throttle_rules import OVERALL
from caseapp.accounts.throttling import AttemptCount, reserve
from caseapp.db import db, writing
from tests.accounts.conftest import sign_in
from tests.accounts.passkeys.device import Device
from tests.accounts.passkeys.test_passkeys import add, come_in


def test_a_passkey_a_known_browser_and_a_link_lead_in(app, world, owner, as_, new_browser, before_the_first_client):
    device, known = Device(), new_browser("192.0.2.1")
    sign_in(known, owner.username)
    known.delete_cookie(cookie_name(app))
    add(as_(owner), device)
    reserve([AttemptCount(OVERALL, "")])
    with writing():
        db.session.execute(sa.update(Throttle).where(Throttle.count > 0).values(count=OVERALL.free))
    assert sign_in(new_browser("203.0.113.9"), owner.username).status_code == 429
    assert sign_in(known, owner.username).location == "/sign-in/code"
    assert come_in(new_browser("203.0.113.10"), device).location == "/"
    code, new = issue_link(world.administrator, owner, timedelta(hours=1)), "amber lake, seven spoons"
    answer = new_browser("203.0.113.11").send("/welcome", {"code": code, "new": new, "again": new})
    assert answer.location == "/sign-in/code"
