"""How the rows of the matrix are asked: the path of a row, who asks, and a form with believable words."""

from flask import url_for

from tests.access.actors import Actor
from tests.access.controls import Controls
from tests.access.matrix import MATRIX, Row

POSTS = [row for row in MATRIX if "POST" in row.methods]
GETS = [row for row in MATRIX if "GET" in row.methods]
FIRST = [
    Actor.MENTOR,
    Actor.SUPERVISOR,
    Actor.ADMINISTRATOR,
    Actor.OFFICER,
    Actor.VISITOR,
    Actor.BESIDE,
    Actor.TEAM_MATE,
]


def path_of(app, row: Row, values) -> str:
    with app.test_request_context():
        return url_for(row.endpoint, **values)


def usual_actor(row: Row) -> Actor:
    return next(actor for actor in FIRST if actor in row.let_in)


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
    "service": "social_club",
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
LADDER = ("much_more", "more", "expected", "less", "much_less")


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
