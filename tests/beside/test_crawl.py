"""Everything that can be asked while a client holds the screen, with canaries of other clients: none is told."""

from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from tests import world as made
from tests.access.matrix import MATRIX
from tests.access.test_matrix import ask, url_for_path
from tests.reports.reviewing import submitted

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def others(company) -> set[str]:
    """The family names of everybody but the client who holds the screen; each is nobody else's."""
    world = company.world
    for number in range(3):
        other = made.make_client(world.team, world.mentor, family_name=f"Canary{number}")
        made.make_goal(other, client_words=f"canary-goal-{number}")
        submitted(other, world.mentor)
        made.join(company.group, other)
    found = sa.select(Client.family_name).where(Client.id != company.client.id, for_maintenance())
    names = set(db.session.scalars(found)) | {f"canary-goal-{number}" for number in range(3)}
    db.session.rollback()
    return names


def everything(app, company, browser, rows=MATRIX) -> dict[str, str]:
    """The text of every address of the matrix, asked with every method, and of every link that is found there."""
    told, waiting = {}, ["/with"]
    for row in rows:
        for method in row.methods.split():
            path = url_for_path(app, row, row.subject(company))
            told[f"{method} {path}"] = ask(app, browser, method, path).text
    while waiting:
        path = waiting.pop()
        if f"GET {path} again" not in told:
            told[f"GET {path} again"] = browser.get(path).text
            waiting += [urlsplit(link).path for link in browser.page.links if link.startswith("/")]
    return told


def leaks(told, others) -> list[str]:
    return sorted(f"{path}: {name}" for path, text in told.items() for name in others if name in text)


def test_nothing_of_another_client_is_told_anywhere(app, company, holder, others) -> None:
    told = everything(app, company, holder)
    assert len(told) > 200
    assert "With " in told["GET /with again"] or "עם " in told["GET /with again"]
    assert leaks(told, others) == []


def test_an_unsafe_view_that_is_declared_safe_is_seen(app, company, holder, others) -> None:
    """The check itself, with a page planted among the safe ones that names somebody else."""
    true_view = app.view_functions["beside.list_my_goals"]

    @requires(Capability.BE_WITH_CLIENT)
    @safe_with_client
    def planted():
        record_reading(current_user, "planted", [])
        return f"<html lang=en dir=ltr><title>Planted</title><h1>Planted</h1>{min(others)}"

    app.view_functions["beside.list_my_goals"] = planted
    try:
        assert leaks(everything(app, company, holder, []), others)
    finally:
        app.view_functions["beside.list_my_goals"] = true_view


def test_a_view_let_through_the_door_still_finds_only_this_client(app, company, holder, others) -> None:
    """Behind the door stand the queries: the mentor's list of people, declared safe by mistake, names one person."""
    view = app.view_functions["progress.list_people"]
    assert holder.get("/clients").status_code == 403
    vars(view)["safe_with_client"] = True
    try:
        page = holder.get("/clients")
    finally:
        del vars(view)["safe_with_client"]
    assert page.status_code == 200
    assert company.client.family_name in page.text
    assert leaks({"/clients": page.text}, others) == []
