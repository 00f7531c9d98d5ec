"""No input in any form or address causes a server error."""

import random
import re

import pytest

from caseapp.access.decorators import public
from tests.access.actors import Actor
from tests.access.conftest import token_of
from tests.access.filling import GETS, POSTS, filled, path_of, usual_actor
from tests.access.matrix import LEAD_TO_SIGN_IN
from tests.access.subjects.base import the_client

# What a request may do is decided before the store: one engine tells all.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


BAD_VALUES = 200_000
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


def bear_every_form(app, company, browser_of, dice: random.Random) -> int:
    """Send hostile values in the fields of every form, alone and combined, repeated, or with fields left out; how many
    that were."""
    number = 0
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
                number += 1
            for name in dice.sample(sorted(form), min(len(form), dice.randint(0, 2))):
                sent.pop(name, None)
            sent["csrf_token"] = token_of(app, browser)
            check_bearable(browser.post(path, data=sent), sent)
    return number


@pytest.mark.parametrize("round_", range(3))
def test_no_form_makes_the_inside_fail(app, company, browser_of, round_) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert bear_every_form(app, company, browser_of, random.Random(round_)) > len(POSTS)


@pytest.mark.prove
def test_200_000_bad_values_make_the_inside_fail_nowhere(app, company, browser_of, record_property) -> None:
    """Each round with other values at other places, among what the rounds before have left behind."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    dice, sent, rounds = random.Random(83), 0, 0
    while sent < BAD_VALUES:
        sent += bear_every_form(app, company, browser_of, dice)
        rounds += 1
    record_property("bad values", f"{sent} in {rounds} rounds")


QUERIES = ("after", "before", "next", "words")


def test_no_address_makes_the_inside_fail(app, company, browser_of) -> None:
    """Hostile values in every query parameter and in the path."""
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
