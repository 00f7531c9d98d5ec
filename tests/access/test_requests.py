"""What a request may not do: change by reading, act without a token, reach across parents, set what no form offers."""

import random
import re
from datetime import date
from uuid import UUID

import pytest
from flask import url_for
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.access.doors import public
from caseapp.accounts.models import Team
from caseapp.db import db, writing
from tests import world as made
from tests.access.conftest import token_of
from tests.access.controls import Controls, changes, tables
from tests.access.matrix import LEAD_TO_SIGN_IN, MATRIX, Actor, Row, the_client
from tests.app.raw import ask

POSTS = [row for row in MATRIX if "POST" in row.methods]
GETS = [row for row in MATRIX if "GET" in row.methods]
FIRST = [Actor.MENTOR, Actor.SUPERVISOR, Actor.ADMINISTRATOR, Actor.VISITOR]


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """What a request may do is decided before the store: one engine tells all."""
    return str(request.param)


def path_of(app, row: Row, values) -> str:
    with app.test_request_context():
        return url_for(row.endpoint, **values)


def usual_actor(row: Row) -> Actor:
    return next(actor for actor in FIRST if actor in row.let_in)


def test_reading_changes_nothing(app, company, browser_of) -> None:
    """P62: by GET and by HEAD, of every route, by every role that is let in."""
    for row in GETS:
        for actor in sorted(row.let_in & {*FIRST, Actor.FACILITATOR}):
            path, browser = path_of(app, row, row.subject(company)), browser_of(actor)
            before = tables()
            assert browser.get(path).status_code in (200, 303), path
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in [browser.get_cookie("session")] if cookie)
            assert ask(app, path.encode(), "HEAD", HTTP_COOKIE=cookies).status in (200, 303), path
            assert not changes(before, tables()), f"{row.endpoint} as {actor}"


def test_a_change_by_reading_is_seen(app, company, browser_of) -> None:
    """The check itself: a planted page that adds a row when it is read."""
    true_view = app.view_functions["accounts.show_lost_password"]

    @public
    def planted():
        with writing():
            db.session.add(Team(name="planted"))
        return true_view()

    before = tables()
    app.view_functions["accounts.show_lost_password"] = planted
    try:
        browser_of(Actor.VISITOR).get("/sign-in/lost-password")
    finally:
        app.view_functions["accounts.show_lost_password"] = true_view
    assert [name for name, _ in changes(before, tables())] == ["teams"]


def test_nothing_is_done_without_the_sessions_own_token(app, company, browser_of) -> None:
    """P62: no token, another person's, one of the same person's earlier session, an altered one."""
    for row in POSTS:
        actor = usual_actor(row)
        browser, earlier, foreign = browser_of(actor), browser_of(actor), browser_of(Actor.OTHER_SUPERVISOR)
        if actor is Actor.VISITOR:
            continue
        good = token_of(app, browser)
        path = path_of(app, row, row.subject(company))
        before = tables()
        for token in (None, "", "x", token_of(app, earlier), token_of(app, foreign), good[:-1], good.swapcase()):
            form = {"note": "Words that were typed and stay"} | ({} if token is None else {"csrf_token": token})
            answer = browser.post(path, data=form)
            assert answer.status_code == 400, (row.endpoint, token)
            assert "Words that were typed and stay" in answer.text
        for header in ("X-CSRFToken", "X-CSRF-Token"):
            assert browser.post(path, headers={header: token_of(app, foreign)}).status_code == 400
        assert not changes(before, tables()), row.endpoint


def test_a_visitors_post_needs_a_token_too(app, company, browser_of) -> None:
    for row in (row for row in POSTS if Actor.VISITOR in row.let_in):
        browser, other = browser_of(Actor.VISITOR), browser_of(Actor.VISITOR)
        path = path_of(app, row, row.subject(company))
        browser.see("/sign-in")
        for token in ("", token_of(app, other)):
            assert browser.post(path, data={"csrf_token": token}).status_code == 400
        assert browser.post(path, data={"csrf_token": token_of(app, browser)}).status_code == 200


def test_a_child_is_not_found_under_another_parent(app, company, browser_of) -> None:
    """P33: under another record that the person may see as well."""
    nested = [row for row in MATRIX if sum(isinstance(value, UUID) for value in row.subject(company).values()) > 1]
    assert {row.endpoint for row in nested} >= {"register.close_assignment", "groups.end_member"}
    world = company.world
    others = {"client_id": world.team_mates_client.id, "group_id": made.make_group(world.team).id}
    others["team_id"] = world.other_team.id
    for row in nested:
        values = row.subject(company)
        (parent,) = others.keys() & values.keys()
        for actor in sorted(row.let_in):
            browser = browser_of(actor)
            for method in row.methods.split():
                before = tables()
                path = path_of(app, row, {**values, parent: others[parent]})
                form = {"csrf_token": token_of(app, browser), "ends_on": "2026-11-22"}
                answer = browser.get(path) if method == "GET" else browser.post(path, data=form)
                assert answer.status_code == 404, (row.endpoint, method, actor)
                assert not changes(before, tables())


WORDS = {
    "given_name": "Dana",
    "family_name": "Levi",
    "username": "new.person",
    "amount": "6",
    "starts_on": "2026-11-01",
    "ends_on": "2026-11-30",
    "held_on": "2026-11-22",
    "until_on": "2026-12-01",
    "on": "2026-11-22",
    "weeks": "1",
    "agreed_on": "2026-11-22",
    "rated_on": "2026-11-22",
    "starts_at": "10:00",
    "minutes": "60",
    "role": "mentor",
    "language": "he",
    "address_form": "neutral",
    "service": "social_mentoring",
    "unit": "hour",
    "per": "month",
    "gender_form": "neutral",
    "mentor_level": "0",
    "baseline": "-1",
    "status": "active",
    "domain": "friends",
    "outcome": "held",
    "mode": "in_person",
    "safety": "none",
}
TIMES = ("_at", "_on")
LADDER = ("much_more", "more", "expected", "less", "much_less")
# What these forms ask for cannot be filled in by their names alone; their own tests do it.
NOT_SAVED = {
    "accounts.welcome",
    "accounts.invite_user",
    "accounts.issue_user_link",
    "accounts.change_own_password",
    "accounts.show_user",
    "clients.search_clients",
    "register.search_register",
    "groups.list_members",
    "register.show_assignments",
    "transfers.new_transfer",
    "transfers.new_team",
    "goals.agree",
    "groups.call_the_roll",
    "files.edit_status",
    "files.new_contact",
    "goals.move",
    "activities.edit_activity",
    "batches.new_batch",
    "clients.open_file",
    "consents.new_consent",
    "groups.new_group",
    "handovers.new_handover",
    "reports.comment",
    "reports.correct",
    "reports.edit_names",
    "reports.edit_section",
    "reports.keep_draft",
    "reports.take_client_part",
}


def filled(browser, path: str) -> dict[str, str]:
    """The form of that page, with believable words where it is empty."""
    controls = Controls(browser.get(path).text, path)
    form = dict(controls.sent)
    for name in {*controls.names, *controls.required, *(WORDS.keys() & set(controls.required))}:
        form[name] = form.get(name) or WORDS.get(name, "")
    for name in ("name", "client_words", "wording", "reason", "evidence", "narrative", "note", "words", *LADDER):
        if name in form:
            form[name] = form[name] or f"Words for {name}"
    return form


def test_fields_that_no_form_offers_change_nothing(app, company, browser_of) -> None:
    """P34: every column that there is, with values that must never arrive."""
    world = company.world
    strangers = [world.other_client.id, world.other_team.id, world.other_mentor.id, uuid7()]
    columns = {column.name for rows in db.metadata.sorted_tables for column in rows.columns}
    saved = set()
    for row in POSTS:
        actor = usual_actor(row)
        if actor is Actor.VISITOR or row.endpoint in LEAD_TO_SIGN_IN:
            continue
        browser = browser_of(actor)
        path = path_of(app, row, row.subject(company))
        form = filled(browser, path) if "GET" in row.methods else {}
        form["csrf_token"] = token_of(app, browser)
        for number, stranger in enumerate(strangers):
            extra = {
                name: str(stranger) for name in columns - form.keys() if name.endswith("id") or name in ("by", "id")
            }
            extra |= {
                "role": Role.ADMINISTRATOR.value,
                "team": str(stranger),
                "is_active": "1",
                "mentor": str(stranger),
            }
            extra |= {"created_at": "1999-01-01", "password_hash": "planted", "disabled_at": "1999-01-01"}
            extra |= {"in_error": "1", "error_at": "1999-01-01", "changed_by": str(stranger), "team_name": "planted"}
            extra = {name: value for name, value in extra.items() if name not in form}
            before = tables()
            sent = {**form, **({"record_id": str(uuid7())} if "record_id" in form else {})}
            answer = browser.post(path, data={**extra, **sent})
            gone = number > 0 and answer.status_code == 404  # what was ended is not there a second time
            assert gone or answer.status_code in (200, 303, 400, 409), (row.endpoint, answer.status_code)
            if answer.status_code == 303 and number == 0:
                saved.add(row.endpoint)
            for (table, row_id), new in changes(before, tables()).items():
                arrived = [name for name, value in new.items() if value == stranger or value == "planted"]
                assert not arrived, f"{row.endpoint} lets {arrived} into {table}"
                assert row_id != stranger
                assert new.get("role") != Role.ADMINISTRATOR or "role" in form
                assert not any(isinstance(value, date) and value.year == 1999 for value in new.values())
    unsaved = {row.endpoint for row in POSTS if usual_actor(row) is not Actor.VISITOR} - saved - LEAD_TO_SIGN_IN
    assert unsaved <= NOT_SAVED, " ".join(sorted(unsaved - NOT_SAVED))


HOSTILE = [
    "",
    " ",
    "\u200f\u202e",
    "a" * 30_000,
    "א" * 3_000,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}%s{0}",
    "../../etc/passwd",
    "-1",
    "0",
    "1e309",
    "NaN",
    "٣",
    "½",
    "99999999999999999999999",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "2199-12-31",
    "1900-01-01",
    "25:61",
    "00:00:00",
    "null",
    "None",
    "true",
    "[]",
    "00000000-0000-0000-0000-000000000000",
    "\ud7ff\ue000",
    "😀" * 50,
    "\r\n\r\nSet-Cookie: a=b",
    "=1+1",
    "%",
    "_",
    "\\",
    "\x85\x9f",
]


def check_bearable(answer, sent) -> None:
    assert answer.status_code < 500, (answer.request.path, answer.status_code, sent)
    assert b"<script>alert(1)" not in answer.data
    assert "Set-Cookie: a=b" not in str(answer.headers)


@pytest.mark.parametrize("round_", range(3))
def test_no_form_makes_the_inside_fail(app, company, browser_of, round_) -> None:
    """P41: hostile values in every field of every form, alone and together, twice, and left out."""
    dice = random.Random(round_)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for row in POSTS:
        browser = browser_of(usual_actor(row))
        path = path_of(app, row, row.subject(company))
        form = filled(browser, path) if "GET" in row.methods else {"version": "1", "reason": "x"}
        for _ in range(4):
            if row.endpoint in LEAD_TO_SIGN_IN:
                browser = browser_of(usual_actor(row))
            sent: dict[str, object] = dict(form)
            for name in dice.sample(sorted(form), dice.randint(0, len(form))):
                value = dice.choice(HOSTILE)
                sent[name] = dice.choice([value, [value, dice.choice(HOSTILE)], [form[name], value]])
            for name in dice.sample(sorted(form), min(len(form), dice.randint(0, 2))):
                sent.pop(name, None)
            sent["csrf_token"] = token_of(app, browser)
            check_bearable(browser.post(path, data=sent), sent)


QUERIES = ("after", "before", "next", "words")


def test_no_address_makes_the_inside_fail(app, company, browser_of) -> None:
    """P41: hostile values in every parameter of an address, and in its path."""
    dice = random.Random(41)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for row in GETS:
        browser = browser_of(usual_actor(row))
        path = path_of(app, row, row.subject(company))
        for name in QUERIES:
            value = dice.choice(HOSTILE)
            check_bearable(browser.get(path, query_string={name: value}), (name, value))
        if row.subject is the_client:
            rest = re.escape(str(company.client.id))
            check_bearable(browser.get(re.sub(rest, dice.choice(["x", "0", "%2e%2e", "א"]), path)), path)


def test_a_failing_form_is_seen(app, company, browser_of) -> None:
    """The check itself: a planted page that breaks over a long word."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    true_view = app.view_functions["accounts.sign_in"]
    app.view_functions["accounts.sign_in"] = public(lambda: 1 / 0)
    try:
        answer = browser_of(Actor.VISITOR).get("/sign-in")
        with pytest.raises(AssertionError):
            check_bearable(answer, None)
    finally:
        app.view_functions["accounts.sign_in"] = true_view
