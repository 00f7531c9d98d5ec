"""Signing in, and how little a refusal tells."""

import re

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import SignIn, User
from caseapp.accounts.password_hashing import hash_password
from caseapp.accounts.sign_in.current_user import own_path
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import now
from caseapp.db import db, writing
from tests.accounts.conftest import OTHER, PASSWORD, give_password, is_inside, sign_in

CHANGING = re.compile(
    r'nonce="[^"]*"|name="csrf_token"[^>]*>|inlineScriptNonce[^}]*}|value="user[0-9]{4}"|challenge&#34;: [^,]*'
)


def acts(*kinds):
    found = sa.select(Entry).where(Entry.act.in_(kinds)).order_by(Entry.id)
    return list(db.session.scalars(found))


def test_the_right_password_leads_to_the_first_page_and_to_the_trail(owner, visitor):
    answer = sign_in(visitor, owner.username)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_inside(visitor)
    (entry,) = acts(Act.SIGNED_IN)
    assert (entry.actor_id, entry.subject_id) == (owner.id, owner.id)


def test_a_username_may_be_typed_with_capitals_and_blanks(owner, visitor):
    assert sign_in(visitor, f" {owner.username.upper()} ").status_code == 303


def test_unknown_wrong_disabled_and_invited_people_get_the_same_answer(app, world, new_browser):
    """The answer does not reveal which accounts exist."""
    with writing():
        for person, name in (
            (world.mentor, "user0001"),
            (world.team_mate, "user0002"),
            (world.former_mentor, "user0003"),
        ):
            person.username = name
        world.team_mate.disabled_at = now()
    give_password(world.mentor)
    give_password(world.team_mate)
    cases = {
        "wrong": ("user0001", OTHER),
        "disabled": ("user0002", PASSWORD),
        "invited": ("user0003", PASSWORD),
        "unknown": ("user0004", PASSWORD),
    }
    answers = {}
    for number, (case, (username, password)) in enumerate(cases.items()):
        client = new_browser(f"192.0.2.{number}")
        answer = sign_in(client, username, password)
        headers = {name for name, _ in answer.headers}
        answers[case] = (answer.status_code, CHANGING.sub("", answer.get_data(as_text=True)), headers)
        assert not is_inside(client)
    assert all(answer == answers["wrong"] for answer in answers.values())
    assert "username or password is wrong" in answers["wrong"][1]


def test_a_refusal_is_in_the_trail_with_the_account_and_without_a_name(owner, visitor):
    sign_in(visitor, owner.username, OTHER)
    sign_in(visitor, "nobody-here", OTHER)
    known, unknown = acts(Act.SIGN_IN_FAILED)
    assert (known.subject_id, unknown.subject_id) == (owner.id, None)
    assert "nobody" not in unknown.detail


def test_every_refusal_waits_for_the_one_hashing_slot(app, owner, new_browser):
    """Unknown names are hashed too; while the slot is taken, nobody gets an answer."""
    from filelock import FileLock

    app.config["HASHING_WAIT"] = 0.01
    with FileLock(app.config["DATA"] + "/hashing.lock"):
        for number, username in enumerate((owner.username, "nobody-here")):
            answer = sign_in(new_browser(f"192.0.2.{number}"), username, OTHER)
            assert answer.status_code == 503
            assert "Retry-After" in answer.headers
    assert sign_in(new_browser(), owner.username).status_code == 303


def test_a_password_of_old_cost_is_hashed_anew_at_sign_in_and_still_fits(app, owner, new_browser):
    before = owner.password_hash
    assert before.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    app.config["PASSWORD_COST"] = (2, 128, 1)
    version = owner.version
    assert sign_in(new_browser(), owner.username).status_code == 303
    db.session.refresh(owner)
    assert owner.password_hash.startswith("$argon2id$v=19$m=128,t=2,p=1$")
    assert owner.version == version
    assert sign_in(new_browser(), owner.username).status_code == 303


def test_real_installations_hash_with_46_mebibytes():
    from caseapp.app import paths

    settings = paths.load_settings()
    for kind in (settings.Production, settings.Development):
        passes, kibibytes, lanes = kind.PASSWORD_COST
        assert kibibytes >= 46 * 1024
        assert passes >= 1
        assert lanes == 1


def test_letters_composed_in_another_way_are_the_same_password(world, new_browser):
    give_password(world.mentor, "שָׁלוֹם לכל הדרכים é")
    assert sign_in(new_browser(), "mentor", "שָׁלוֹם לכל הדרכים e\u0301").status_code == 303


def test_long_passwords_are_never_cut(world, new_browser):
    give_password(world.mentor, "a" * 127 + "b")
    assert sign_in(new_browser(), "mentor", "a" * 127 + "c").status_code == 200
    assert sign_in(new_browser(), "mentor", "a" * 127).status_code == 200
    assert sign_in(new_browser(), "mentor", "a" * 127 + "b").status_code == 303


def test_a_password_of_a_million_letters_is_refused_like_any_other(owner, visitor):
    answer = sign_in(visitor, owner.username, "a" * 900_000)
    assert answer.status_code == 200
    assert "username or password is wrong" in visitor.page.words


def test_there_is_no_account_that_nobody_made(app, new_browser):
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0
    for number, name in enumerate(("admin", "administrator", "root", "caseapp", "demo")):
        client = new_browser(f"192.0.2.{number}")
        sign_in(client, name, name)
        assert not is_inside(client)


def test_signing_in_leads_back_to_the_page_that_was_asked_for(owner, visitor):
    assert visitor.get("/account/password").location == "/sign-in"
    assert sign_in(visitor, owner.username).location == "/account/password"


def test_a_page_of_another_role_is_not_led_to(owner, visitor):
    visitor.get("/users")
    assert sign_in(visitor, owner.username).location == "/"


def test_a_post_is_not_led_back_to(owner, visitor):
    visitor.see("/sign-in")
    visitor.send("/sign-out", fresh=False)
    assert sign_in(visitor, owner.username).location == "/"


ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example/account", "/\\evil.example", "\\\\evil.example",
    "\\/evil.example", "/\\/evil.example", "https:evil.example", "https:/evil.example", "https://evil.example",
    "http://evil.example/account", "HTTPS://EVIL.EXAMPLE", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "vbscript:x", "mailto:x@evil.example", "ftp://evil.example", "file:///etc/passwd",
    "//evil.example/account", "/account//evil.example/..", "/%2f/evil.example", "/%2F%2Fevil.example",
    "/%5cevil.example", "/%5C%5Cevil.example", "%2f%2fevil.example", "/%09/evil.example", "/\t/evil.example",
    "\t//evil.example", "/\n/evil.example", "/\r\nLocation: //evil.example", "/account%0d%0aSet-Cookie:x=1",
    "/account\r\nx: y", "/account\u0000", "/account%00", "/acc\u007fount", " /account", "/account ",
    "/ /evil.example", "\u00a0//evil.example", "account", "./account", "../account", "?next=//evil.example",
    "#//evil.example", "", "evil.example", "evil.example/account", "//evil.example@localhost/account",
    "https://localhost@evil.example", "https://localhost.evil.example", "//[::1]/account", "//127.1",
    "/;@evil.example", "/.evil.example", "/..//evil.example", "/account/../../evil.example", "/nothing-here",
    "/sign-out", "/account/sessions/018f0000-0000-7000-8000-000000000000/end", "/%252f%252fevil.example",
    "/%255cevil.example", "/account?u=" + "a" * 600, "/static/../account", "〱evil.example", "/〱evil.example",
    "//google。com", "/%E3%80%B1evil",
]  # fmt: skip


def test_no_path_leads_out_of_the_application(app, owner, visitor):
    """After signing in, nobody is redirected to another site."""
    assert len(ELSEWHERE) >= 60
    for payload in ELSEWHERE:
        visitor.delete_cookie("session")
        visitor.see("/sign-in")
        with visitor.session_transaction() as session:
            session["next"] = payload
        assert sign_in(visitor, owner.username, fresh=True).location == "/", payload


def test_own_paths_are_led_to(app):
    """The check does not simply refuse everything."""
    with app.test_request_context():
        for path in ("/", "/account", "/account?tab=1", "/users/018f0000-0000-7000-8000-000000000000"):
            assert own_path(path) == path


def test_the_row_of_a_session_tells_the_browser_and_not_its_secret(owner, visitor):
    """The cookie holds at least 256 random bits, and the database holds only their hash."""
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    visitor.see("/sign-in")
    visitor.send("/sign-in", {"username": owner.username, "password": PASSWORD}, headers={"User-Agent": agent})
    row = db.session.scalars(sa.select(SignIn)).one()
    assert row.browser == "Chrome, Android"
    secret = visitor.get_cookie("session").value
    assert len(secret) >= 43
    assert secret.encode() not in row.secret_hash
    assert secret not in row.contents


@pytest.mark.prove
@pytest.mark.parametrize("engine", ["sqlite"])
def test_refusals_take_the_same_time(app, owner, new_browser):
    """Medians with real hashing: a known name with a wrong password against an unknown name."""
    from statistics import median
    from time import perf_counter

    app.config["PASSWORD_COST"] = (1, 47104, 1)
    stronger = hash_password(PASSWORD)
    with writing():
        owner.password_hash = stronger
    times = {"known": [], "unknown": []}
    for number in range(30):
        for case, username in (("known", owner.username), ("unknown", f"nobody{number}")):
            client = new_browser(f"198.51.100.{number}")
            client.see("/sign-in")
            began = perf_counter()
            client.send("/sign-in", {"username": username, "password": OTHER}, fresh=False)
            times[case].append(perf_counter() - began)
    ratio = median(times["known"]) / median(times["unknown"])
    assert 0.8 < ratio < 1.25, ratio
