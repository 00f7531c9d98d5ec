"""Killed at any stage, an erasure is carried on and ends; nobody is ever half erased."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.batches.queue import queue_of, resume
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.privacy.erasure import night_actions, removal_actions
from caseapp.privacy.erasure.night_actions import finish_erasures, is_waiting_long
from caseapp.privacy.erasure.removal_actions import carry_out
from caseapp.privacy.orders.rules import OrderState
from tests.batches.printing import work_off
from tests.privacy.erasure.canaries import everything
from tests.privacy.erasure.ordering import confirmed, stored
from tests.world import make_activity


class Killed(BaseException):
    """As a signal that nothing catches."""


def kill(*_args, **_rest):
    raise Killed


def clients():
    return set(db.session.scalars(sa.select(Client.id).where(for_maintenance())))


STAGES = [
    (removal_actions, "remove_records", "nothing was removed yet"),
    (removal_actions, "sweep", "the rows are deleted and not committed"),
    (removal_actions, "forget_reasons", "everything is done and not committed"),
]
NIGHTLY = [
    (night_actions, "sweep", "before what came in between is looked for"),
    (night_actions, "clear_free_space", "while free space is cleared"),
    (night_actions, "_end", "after it was cleared"),
]


def test_killed_at_each_stage_it_ends(world, app, monkeypatch, clock):
    make_activity(world.client, world.mentor, date(2026, 11, 1), note="We walked")
    client_id = world.client.id
    order_id = confirmed(world.supervisor, world.administrator, client_id).id
    before = everything()
    for module, name, stage in STAGES:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, kill)
            with pytest.raises(Killed):
                carry_out(order_id)
        db.session.remove()
        now = everything()
        for table in ("clients", "activities", "erasure_orders", "privacy_requests", "assignments"):
            assert now[table] == before[table], stage
    queue_of(app).messages.flush()
    assert resume() == 1  # nobody told the worker: it looks for itself
    work_off(app)
    assert stored(order_id).state is OrderState.REMOVED
    assert client_id not in clients()
    for module, name, stage in NIGHTLY:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, kill)
            with pytest.raises(Killed):
                finish_erasures()
        db.session.remove()
        assert stored(order_id).state is OrderState.REMOVED, stage
    db.session.remove()
    assert not is_waiting_long()
    clock.shift(timedelta(days=1, seconds=1))
    assert is_waiting_long()
    assert finish_erasures() == 1
    assert stored(order_id).state is OrderState.DONE
    assert finish_erasures() == 0
    carry_out(order_id)
    assert stored(order_id).state is OrderState.DONE
