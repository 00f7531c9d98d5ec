"""Two people who choose or answer in the same moment: one of them is heard."""

import threading
from contextlib import suppress

import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.stuck import actions
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.rules import NextAct, StepOutcome
from tests.stuck.test_views import choose, only_step, page_of, still

__all__ = ["still"]


def both_meet(monkeypatch, name):
    """Whoever comes to that place waits a moment for the other one, who cannot come where a row is held."""
    meeting, right = threading.Barrier(2), getattr(actions, name)

    def wait_for_other(*given, **more):
        found = right(*given, **more)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.5)
        return found

    monkeypatch.setattr(actions, name, wait_for_other)


def at_once(app, *acts):
    def in_app(act):
        with app.app_context():
            while act().status_code == 503:
                continue

    threads = [threading.Thread(target=in_app, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()


def test_of_two_ways_chosen_in_the_same_moment_one_is_kept(app, world, as_, still, monkeypatch):
    people = as_(world.mentor), as_(world.supervisor)
    for browser in people:
        browser.see(page_of(world))
    both_meet(monkeypatch, "has_open_step")
    sent = {"way": NextAct.TOGETHER}
    at_once(app, *(lambda browser=browser: browser.send(page_of(world), sent, fresh=False) for browser in people))
    assert only_step().way is NextAct.TOGETHER


def test_of_two_answers_in_the_same_moment_one_is_counted(app, world, as_, still, monkeypatch, clock):
    choose(as_(world.mentor), world, NextAct.TOGETHER)
    clock.shift(45 * 86_400)
    people = as_(world.mentor), as_(world.supervisor)
    for browser in people:
        browser.see(page_of(world))
    page = f"/stuck/{only_step().id}/answer"
    both_meet(monkeypatch, "ensure_visible")
    sent = {"outcome": StepOutcome.HELPED}
    at_once(app, *(lambda browser=browser: browser.send(page, sent, fresh=False) for browser in people))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StuckAnswer)) == 1
    assert db.session.scalars(sa.select(StuckStep.outcome).where(for_maintenance())).one() is StepOutcome.HELPED
