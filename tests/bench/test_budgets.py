"""The pages stay within their budgets, in figures that no machine can change."""

import sqlalchemy as sa
from flask import Response

from bench import budgets
from bench.budgets import cost_of, figures, over_budget, read_budgets
from bench.pages import EVERY_REQUEST
from bench.seed import TINY, fill
from bench.visits import main_visits, signed_in
from caseapp import i18n
from caseapp.clients.models import Client
from caseapp.db import db
from tests.world import make_world


def costs_of(app):
    """What each page costs when it is opened for the second time."""
    found = {}
    for visit in main_visits():
        browser = signed_in(app, visit.person)
        visit.prepare(browser)()
        found[visit.name] = figures(cost_of(db.engine, visit.prepare(browser)))
    return found


def test_every_page_stays_within_its_budget(app):
    fill(TINY)
    found = costs_of(app)
    assert {*found, EVERY_REQUEST.name} == read_budgets().keys()
    faults = [sentence for name, cost in found.items() for sentence in over_budget(name, cost)]
    assert not faults, "\n".join(faults)


def test_a_page_that_does_more_is_seen(app):
    """One statement for each of three rows, a text for each, and a longer answer."""
    make_world()

    def fetch():
        with app.test_request_context(), db.engine.connect() as connection:
            for _row in connection.execute(sa.select(Client.id)).all():
                connection.execute(sa.select(Client.family_name)).all()
                i18n._("Clients")
        return Response("x" * 100)

    cost = cost_of(db.engine, fetch)
    assert (cost.statements, cost.rows, cost.texts, cost.bytes) == (4, 12, 3, 100)
    assert (cost.instructions > 0) is (db.engine.dialect.name == "sqlite")


def test_what_is_above_its_budget_is_said(monkeypatch):
    monkeypatch.setattr(budgets, "read_budgets", lambda: {"list": {"statements": 3, "bare": 2.5}})
    found = budgets.over_budget("list", {"statements": 4, "rows": 7, "bare": 2.5})
    assert found == ["list: statements 4, and the budget is 3"]
