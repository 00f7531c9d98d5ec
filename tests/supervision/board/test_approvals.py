"""Of a client's approvals the board reads the few that can matter, and says what all of them would say."""

import random
from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from caseapp.basket.models import Approval
from caseapp.basket.queries import recent_approvals
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalTerms, ApprovalUnit, Per
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.supervision.board import needs_queries, queries
from tests.world import keep, make_client

TODAY = date(2026, 11, 22)
CLIENTS = 60


def some_approvals(chance, client):
    """None to six approvals that ended up to three years ago or end within one."""
    for _ in range(chance.randrange(7)):
        ends_on = TODAY + timedelta(days=chance.choice((0, -1, -21, -22, chance.randrange(-1_000, 365))))
        yield Approval(
            client_id=client.id,
            service=chance.choice((SOCIAL_MENTORING, "hobby", "employment")),
            amount=Decimal(chance.randrange(1, 20)),
            unit=chance.choice(list(ApprovalUnit)),
            per=chance.choice(list(Per)),
            starts_on=ends_on - timedelta(days=chance.randrange(400)),
            ends_on=ends_on,
        )


def all_approvals(_viewer, _first_on, _client_ids):
    found = {}
    for row in db.session.scalars(sa.select(Approval).where(for_maintenance())):
        terms = ApprovalTerms(row.service, row.amount, row.unit, row.per, row.starts_on, row.ends_on)
        found.setdefault(row.client_id, []).append(terms)
    return found


def test_the_approvals_that_are_read_say_what_all_of_them_say(world, monkeypatch):
    chance = random.Random(7)
    clients = [make_client(world.team, world.mentor) for _ in range(CLIENTS)]
    keep(*(row for client in clients for row in some_approvals(chance, client)))
    read = recent_approvals(world.supervisor, TODAY.replace(day=1))
    board = queries.board_of(world.supervisor)
    everything = all_approvals(None, None, None)
    assert read.keys() == everything.keys()
    assert sum(map(len, read.values())) < sum(map(len, everything.values()))
    monkeypatch.setattr(needs_queries, "recent_approvals", all_approvals)
    monkeypatch.setattr(needs_queries.remembered, "frames", {})
    assert queries.board_of(world.supervisor) == board
