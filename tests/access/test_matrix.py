"""The matrix holds: every route is in the table, and every cell answers as the table says."""

import re
from itertools import groupby
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, Flask, url_for
from uuid_utils.compat import uuid7

import caseapp.clients.queries
import caseapp.clients.views
from caseapp.access import Capability, check_access_declared, public, requires
from caseapp.accounts.models import Deputyship
from tests.access.actors import ADMINISTRATORS, KNOWN, OUTSIDE, Actor
from tests.access.conftest import token_of
from tests.access.matrix import LEAD_TO_SIGN_IN, MATRIX, Answer, Row
from tests.pages import Browser
from tests.statements import statements

RULES = [pytest.param(list(rows), id=room) for room, rows in groupby(MATRIX, lambda row: row.endpoint.split(".")[0])]
FEW = frozenset({Actor.MENTOR, Actor.OTHER_MENTOR, Actor.FACILITATOR, Actor.DEPUTY, Actor.ADMINISTRATOR, Actor.OFFICER})
SQLITE = pytest.param("sqlite", frozenset(Actor), id="sqlite")
POSTGRESQL = pytest.param("postgresql", frozenset(Actor), id="postgresql", marks=pytest.mark.prove)
FEW_ON_POSTGRESQL = pytest.param("postgresql", FEW, id="postgresql-few")
PROVED = pytest.param("postgresql", marks=pytest.mark.prove)
NEW_EACH_TIME = re.compile(r'once"?[=:]"[\w-]{22}"|<bdi dir="ltr">[0-9a-f]{8}</bdi>|value="[^"]{60,}"')


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every endpoint and method that the application answers."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def differences(app: Flask) -> list[str]:
    """Where the table and the application do not tell of the same routes."""
    told = [(row.endpoint, method) for row in MATRIX for method in row.methods.split()]
    there = routes(app)
    return sorted(
        [f"{endpoint} {method} is not in the table" for endpoint, method in there - set(told)]
        + [f"{endpoint} {method} does not exist" for endpoint, method in set(told) - there]
        + [f"{endpoint} {method} twice" for endpoint, method in set(told) if told.count((endpoint, method)) > 1]
    )


def met(answer) -> Answer:
    """What an answer means for whoever asked."""
    if answer.status_code == 303 and urlsplit(answer.headers["Location"]).path == "/sign-in":
        return Answer.SIGN_IN
    known = {400: Answer.TOKEN, 403: Answer.ROLE, 404: Answer.HIDDEN}
    assert answer.status_code in (200, 303, 409, *known), f"{answer.request.path}: {answer.status_code}"
    return known.get(answer.status_code, Answer.IN)


def ask(app, browser, method, path):
    if method == "GET":
        return browser.get(path)
    return browser.post(path, data={"csrf_token": token_of(app, browser)})


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
class TestTheTable:
    def test_tells_of_every_route(self, app) -> None:
        assert differences(app) == []

    def test_of_too_few_or_too_many_routes_is_seen(self, app, monkeypatch) -> None:
        gone, kept = MATRIX[0], MATRIX[1:]
        monkeypatch.setattr("tests.access.test_matrix.MATRIX", kept)
        assert differences(app) == [f"{gone.endpoint} GET is not in the table"]
        invented = Row("goals.burn", "POST", gone.subject, gone.let_in)
        monkeypatch.setattr("tests.access.test_matrix.MATRIX", [gone, *kept, invented])
        assert differences(app) == ["goals.burn POST does not exist"]

    def test_agrees_with_the_doors(self, app) -> None:
        """The table and the declared access of an endpoint agree; what is public is so in both."""
        for row in MATRIX:
            access = app.view_functions[row.endpoint].access
            assert (access == "public") == bool(row.let_in & OUTSIDE), row.endpoint


def test_a_route_without_a_door_stops_the_start() -> None:
    """The application does not start while a route declares neither who may use it nor that it is public."""
    app = Flask("planted")
    pages = Blueprint("planted", __name__)
    pages.add_url_rule("/open", "open", lambda: "")
    pages.add_url_rule("/public", "public", public(lambda: ""))
    pages.add_url_rule("/closed", "closed", requires(Capability.SEE_TRAIL)(lambda: ""))
    app.register_blueprint(pages)
    with pytest.raises(RuntimeError, match=r"planted\.open, static"):
        check_access_declared(app)


@pytest.mark.parametrize(("engine", "actors"), [SQLITE, POSTGRESQL, FEW_ON_POSTGRESQL], indirect=["engine"])
@pytest.mark.parametrize("rows", RULES)
def test_everybody_meets_what_the_table_says(app, company, browser_of, rows, actors) -> None:
    """Every role, in every relation to the client, with every method, gets the answer that the matrix lists; whoever
    finds nothing is asked where that is compared with what does not exist."""
    wrong = surprises(app, company, browser_of, rows, actors, elsewhere=lambda row: row.hidden)
    assert not wrong, "\n".join(wrong)


def surprises(app, company, browser_of, rows, actors=frozenset(Actor), elsewhere=lambda _row: frozenset()) -> list[str]:
    """Where one of these people meets something else than the table says; some of a row are asked elsewhere."""
    wrong = []
    browsers: dict[Actor, Browser] = {}
    for row in rows:
        for method in row.methods.split():
            if not browsers or row.endpoint.startswith("accounts."):  # an act there may end a session
                browsers = {actor: browser_of(actor) for actor in actors}
            if Actor.DISABLED in actors:
                browsers[Actor.DISABLED] = browser_of(Actor.DISABLED)  # whose session ends when it is noticed
            untouched = url_for_path(app, row, row.subject(company))  # by whoever only looks or is not let in
            for actor in sorted(asking(row, actors, elsewhere(row)), key=lambda actor: actor in row.let_in):
                changes = method == "POST" and actor in row.let_in
                path = url_for_path(app, row, row.subject(company)) if changes else untouched
                answer = met(ask(app, browsers[actor], method, path))
                expected = row.expected(actor, method)
                if expected is Answer.IN and row.endpoint in LEAD_TO_SIGN_IN and answer is Answer.SIGN_IN:
                    continue
                if answer != expected:
                    wrong.append(f"{method} {row.endpoint}: {actor}: {answer}, not {expected}")
    return wrong


def asking(row: Row, actors: frozenset[Actor], elsewhere: frozenset[Actor]) -> frozenset[Actor]:
    """All but those who are asked elsewhere; of a few, those who are let in, and one who is not."""
    refused = sorted(actors - row.let_in)
    return actors - elsewhere if actors == frozenset(Actor) else actors & row.let_in | frozenset(refused[:1])


PLANTED = {
    "a deputy whose days are over": (Deputyship, "is_present", lambda self, day: self.starts_on <= day),
    "a deputy from tomorrow on": (
        Deputyship,
        "is_present",
        lambda self, day: self.ends_on is None or day <= self.ends_on,
    ),
    "a deputy of another team": (caseapp.clients.views, "in_charge", caseapp.clients.queries.sees),
}
LET_IN = {
    "a deputy whose days are over": Actor.FORMER_DEPUTY,
    "a deputy from tomorrow on": Actor.FUTURE_DEPUTY,
    "a deputy of another team": Actor.DEPUTY_ELSEWHERE,
}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("hole", PLANTED)
def test_a_deputy_who_may_too_much_is_seen(app, company, browser_of, monkeypatch, hole) -> None:
    """The check itself, with a hole planted in who answers for whom."""
    rows = [row for row in MATRIX if row.endpoint == "clients.edit_client"]
    assert surprises(app, company, browser_of, rows) == []
    monkeypatch.setattr(*PLANTED[hole])
    assert any(f": {LET_IN[hole]}: {Answer.IN}," in wrong for wrong in surprises(app, company, browser_of, rows))


def url_for_path(app: Flask, row: Row, values) -> str:
    with app.test_request_context():
        return url_for(row.endpoint, **values)


class Browsers(dict[Actor, Browser]):
    """One browser for each person who knocks, signed in once: what is not found ends no session."""

    def __init__(self, browser_of) -> None:
        super().__init__()
        self.browser_of = browser_of

    def __missing__(self, actor: Actor) -> Browser:
        self[actor] = self.browser_of(actor)
        return self[actor]


def ask_and_count(app, browser, method, path):
    """The answer, and every statement that was sent for it."""
    with app.app_context(), statements() as sent:
        return ask(app, browser, method, path), sent


def bare(text: str) -> str:
    """A page without what is new each time."""
    return NEW_EACH_TIME.sub("", text)


@pytest.mark.parametrize("engine", ["sqlite", PROVED], indirect=True)
@pytest.mark.parametrize("rows", RULES)
def test_what_is_hidden_looks_like_what_does_not_exist(app, company, browser_of, rows) -> None:
    """Same status, headers and words for someone else's id and for an id that nobody has."""
    browsers = Browsers(browser_of)
    for row in rows:
        if not row.hidden:
            continue
        values = row.subject(company)
        unknown = {name: uuid7() for name in values}
        for method in row.methods.split():
            for actor in sorted(row.hidden):
                browser = browsers[actor]
                (foreign, sought), (absent, sought_in_vain) = (
                    ask_and_count(app, browser, method, url_for_path(app, row, told)) for told in (values, unknown)
                )
                if actor is not Actor.DEPUTY_ELSEWHERE:  # who knows this client as a mentor
                    assert sought == sought_in_vain, (row.endpoint, method, actor)  # else their times would tell
                assert foreign.status_code == absent.status_code == 404, (row.endpoint, method, actor)
                assert bare(foreign.text) == bare(absent.text)
                assert {name for name, _ in foreign.headers} == {name for name, _ in absent.headers}
                assert not any(str(value) in foreign.text for value in values.values())


@pytest.mark.parametrize("engine", ["sqlite", PROVED], indirect=True)
@pytest.mark.parametrize("rows", RULES)
def test_nothing_is_found_for_an_id_that_nobody_has(app, company, browser_of, rows) -> None:
    """Even for those who see everything of a client."""
    browsers = Browsers(browser_of)
    for row in rows:
        names = row.subject(company).keys()
        if not names or row.endpoint == "accounts.choose_language":
            continue
        for method in row.methods.split():
            for actor in sorted(row.let_in):
                path = url_for_path(app, row, {name: uuid7() for name in names})
                assert ask(app, browsers[actor], method, path).status_code == 404, (row.endpoint, method, actor)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_refusal_of_a_known_person_is_in_the_trail(app, company, browser_of) -> None:
    """Exactly one trail entry for each refusal."""
    from sqlalchemy import select

    from caseapp.audit import Act
    from caseapp.audit.models import Entry
    from caseapp.db import db

    def refusals() -> int:
        found = len(db.session.execute(select(Entry.id).where(Entry.act == Act.REFUSED)).all())
        db.session.rollback()
        return found

    for actor in (Actor.OTHER_MENTOR, Actor.ADMINISTRATOR, Actor.OFFICER, Actor.UNKNOWN_ROLE):
        browser = browser_of(actor)
        path = f"/clients/{company.client.id}"
        before = refusals()
        assert browser.get(path).status_code in (403, 404)
        assert refusals() == before + 1
    assert ADMINISTRATORS <= KNOWN
