"""Between the right password and the first page: a code of the phone, or a recovery code."""

import base64
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import SignIn
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.second_step.actions import make_recovery_codes
from caseapp.accounts.second_step.models import Authenticator, RecoveryCode
from caseapp.accounts.sign_in.sessions import cookie_name
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import now
from caseapp.db import db, writing
from caseapp.organisation.actions import change_details
from caseapp.organisation.rules import OrganisationDetails
from tests.accounts.conftest import PASSWORD, give_password, is_inside, sign_in
from tests.accounts.second_step.conftest import KEY, code_now, offered_key, with_phone, wrong_code

pytestmark = pytest.mark.usefixtures("required")
WRONG = "This code does not fit."


@pytest.fixture
def phoned(owner):
    return with_phone(owner)


def enter(browser, code, page="/sign-in/code", **more):
    return browser.send(page, {"code": code}, **more)


def acts(kind):
    return list(db.session.scalars(sa.select(Entry).where(Entry.act == kind).order_by(Entry.id)))


def test_the_right_password_alone_opens_nothing(app, phoned, visitor):
    answer = sign_in(visitor, phoned.username)
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    assert not is_inside(visitor)
    assert not visitor.get_cookie(cookie_name(app))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0
    assert acts(Act.SIGNED_IN) == []


def test_the_code_of_the_phone_lets_in(phoned, visitor):
    sign_in(visitor, phoned.username)
    answer = enter(visitor, code_now())
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_inside(visitor)


def test_one_lands_on_the_page_that_was_wanted(phoned, visitor):
    visitor.get("/account/password")
    sign_in(visitor, phoned.username)
    assert enter(visitor, code_now()).location == "/account/password"


def test_a_wrong_code_is_told_and_kept_in_the_trail(phoned, visitor):
    sign_in(visitor, phoned.username)
    assert enter(visitor, wrong_code()).status_code == 200
    assert WRONG in visitor.page.words
    assert not is_inside(visitor)
    (entry,) = acts(Act.SECOND_STEP_FAILED)
    assert entry.subject_id == phoned.id


def test_a_code_works_once(phoned, new_browser):
    """Not in another browser either, nor one of an earlier step after a later one."""
    first, second = new_browser(), new_browser("192.0.2.9")
    code = code_now()
    for browser in (first, second):
        sign_in(browser, phoned.username)
    enter(first, code)
    enter(second, code)
    assert is_inside(first)
    assert not is_inside(second)


def test_a_code_of_an_earlier_step_is_refused_after_a_later_one(phoned, new_browser, clock):
    early = code_now()
    clock.shift(30)
    first, second = new_browser(), new_browser("192.0.2.9")
    sign_in(first, phoned.username)
    enter(first, code_now())
    sign_in(second, phoned.username)
    enter(second, early)
    assert not is_inside(second)


def test_after_a_clock_that_ran_ahead_codes_work_again(phoned, visitor):
    with writing():
        db.session.execute(sa.update(Authenticator).values(used_step=2**31 - 1))
    sign_in(visitor, phoned.username)
    enter(visitor, code_now())
    assert is_inside(visitor)


def test_the_password_counts_for_ten_minutes(phoned, visitor, clock):
    sign_in(visitor, phoned.username)
    clock.shift(timedelta(minutes=10))
    answer = visitor.get("/sign-in/code")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_password_that_was_changed_meanwhile_counts_no_more(phoned, visitor):
    sign_in(visitor, phoned.username)
    give_password(phoned, "another kettle under snow")
    assert visitor.get("/sign-in/code").location == "/sign-in"


def test_a_person_who_was_disabled_meanwhile_is_not_let_in(phoned, visitor):
    sign_in(visitor, phoned.username)
    with writing():
        phoned.disabled_at = now()
    assert visitor.get("/sign-in/code").location == "/sign-in"


@pytest.mark.parametrize("page", ["/sign-in/code", "/sign-in/recovery", "/sign-in/authenticator"])
def test_without_a_password_there_is_no_second_step(visitor, phoned, page):
    assert visitor.get(page).location == "/sign-in"
    token = visitor.see("/sign-in").field("csrf_token")
    assert visitor.post(page, data={"code": code_now(), "csrf_token": token}).location == "/sign-in"


def test_a_phone_cannot_be_set_up_over_another_one(phoned, visitor):
    """Who knows the password only, and types the address of the page for those who have none."""
    sign_in(visitor, phoned.username)
    visitor.see("/sign-in/authenticator")
    answer = enter(visitor, code_now(offered_key(visitor)), "/sign-in/authenticator")
    assert answer.status_code == 200
    assert not is_inside(visitor)
    assert db.session.scalar(sa.select(Authenticator.user_id)) == phoned.id


def test_a_reset_by_link_leaves_the_second_step(world, phoned, visitor, before_the_first_client):
    code = issue_link(world.administrator, phoned, timedelta(hours=1))
    new = "amber lake, seven spoons"
    answer = visitor.send("/welcome", {"code": code, "new": new, "again": new})
    assert answer.location == "/sign-in/code"
    assert not is_inside(visitor)
    enter(visitor, code_now())
    assert is_inside(visitor)


def guess(new_browser, person, times):
    """Wrong codes, each after signing in anew; how many were looked at."""
    looked_at = 0
    for number in range(times):
        browser = new_browser(f"192.0.2.{number % 200}")
        sign_in(browser, person.username)
        looked_at += enter(browser, wrong_code()).status_code == 200
    return looked_at


def test_guessing_is_stopped_and_signing_in_anew_forgets_nothing(phoned, new_browser, clock):
    assert guess(new_browser, phoned, 10) == 5
    for _ in range(3):
        clock.shift(timedelta(minutes=5))
        guess(new_browser, phoned, 6)
    clock.shift(timedelta(minutes=5))
    assert guess(new_browser, phoned, 3) == 0, "twenty in an hour"


def test_fifty_in_a_day(phoned, new_browser, clock):
    total = 0
    for _ in range(12):
        total += guess(new_browser, phoned, 6)
        clock.shift(timedelta(minutes=61))
    assert total == 50


def test_strangers_with_the_password_do_not_lock_a_known_phone_out(app, phoned, visitor, new_browser, clock):
    sign_in(visitor, phoned.username)
    enter(visitor, code_now())
    visitor.delete_cookie(cookie_name(app))
    guess(new_browser, phoned, 6)
    clock.shift(60)
    sign_in(visitor, phoned.username)
    enter(visitor, code_now())
    assert is_inside(visitor)


def test_a_recovery_code_opens_once(phoned, new_browser):
    codes = make_recovery_codes(phoned)
    for number, code in enumerate((codes[0].upper().replace("-", " "), codes[0], codes[1])):
        browser = new_browser(f"192.0.2.{number}")
        sign_in(browser, phoned.username)
        enter(browser, code, "/sign-in/recovery")
        assert is_inside(browser) == (number != 1)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 8


def test_recovery_codes_without_a_phone_open_nothing(world, visitor, as_):
    boss = give_password(world.supervisor)
    with_phone(boss)
    codes = make_recovery_codes(boss)
    with writing():
        db.session.execute(sa.delete(Authenticator))
    sign_in(visitor, boss.username)
    enter(visitor, codes[0], "/sign-in/recovery")
    assert not is_inside(visitor)
    assert as_(boss).get("/account/recovery-codes").location == "/account/authenticator"


def test_new_recovery_codes_void_the_former_ones_and_those_of_others_do_not_fit(world, phoned, visitor):
    old = make_recovery_codes(phoned)
    with_phone(world.team_mate)
    others = make_recovery_codes(world.team_mate)
    make_recovery_codes(phoned)
    sign_in(visitor, phoned.username)
    for code in (old[0], others[0]):
        enter(visitor, code, "/sign-in/recovery")
        assert not is_inside(visitor)


def test_the_database_has_neither_the_key_nor_a_code(phoned):
    code = make_recovery_codes(phoned)[0].replace("-", "")
    rows = [row for table in (Authenticator, RecoveryCode) for row in db.session.execute(sa.select(table.__table__))]
    written = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    for secret in (KEY.encode(), base64.b32decode(KEY), code.encode()):
        assert secret not in written


def test_whoever_must_have_a_phone_sets_it_up_before_anything_else(world, visitor):
    boss = give_password(world.supervisor)
    sign_in(visitor, boss.username)
    assert visitor.get("/sign-in/code").location == "/sign-in/authenticator"
    assert not is_inside(visitor)
    visitor.get("/clients")
    visitor.see("/sign-in/authenticator")
    key = offered_key(visitor)
    enter(visitor, wrong_code(), "/sign-in/authenticator")
    assert offered_key(visitor) == key, "the phone already has it"
    answer = enter(visitor, code_now(key), "/sign-in/authenticator")
    assert answer.location == "/account/recovery-codes"
    assert is_inside(visitor)
    for onwards in ("/clients", "/"):
        visitor.see("/account/recovery-codes")
        visitor.send("/account/recovery-codes", fresh=False)
        said = re.search(r'href="([^"]*)"[^>]*>(?:<[^>]*>)*I have put them away', visitor.page.html)
        assert said[1] == onwards, "the page that was wanted, once"


def test_the_code_that_set_the_phone_up_is_used(world, visitor, new_browser):
    boss = give_password(world.supervisor)
    sign_in(visitor, boss.username)
    visitor.see("/sign-in/authenticator")
    key = offered_key(visitor)
    enter(visitor, code_now(key), "/sign-in/authenticator")
    other = new_browser("192.0.2.9")
    sign_in(other, boss.username)
    enter(other, code_now(key))
    assert not is_inside(other)


def test_the_organisation_may_leave_it_to_mentors(world, owner, new_browser):
    one, other = new_browser(), new_browser("192.0.2.9")
    assert sign_in(one, owner.username, PASSWORD).location == "/sign-in/code"
    change_details(world.administrator, OrganisationDetails("House", second_step_for_mentors=False), None)
    assert sign_in(other, owner.username, PASSWORD).location == "/"


def test_a_mentor_who_chose_it_needs_it_all_the_same(world, phoned, visitor):
    change_details(world.administrator, OrganisationDetails("House", second_step_for_mentors=False), None)
    sign_in(visitor, phoned.username)
    assert not is_inside(visitor)


def test_in_a_trial_nobody_has_to(app, world, visitor):
    app.config["SECOND_STEP"] = "offered"
    assert sign_in(visitor, give_password(world.supervisor).username).location == "/"
