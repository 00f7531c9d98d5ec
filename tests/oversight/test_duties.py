"""The calendar of duties: what is red, what people record, and what the program knows by itself."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act
from caseapp.audit.verify import Verdict
from caseapp.backups.models import BackupRun
from caseapp.backups.rules import BackupTask
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.errors import NotAllowed
from caseapp.oversight.duties.actions import check_trail
from caseapp.oversight.duties.models import DoneDuty, TrailCheck
from caseapp.oversight.duties.queries import last_trail_check, list_duties
from caseapp.oversight.duties.rules import DueState, HouseDuty, OwnDuty, due_standing, trail_standing
from tests.batches.printing import entries
from tests.watch.records import make_review
from tests.world import keep, make_user


@pytest.fixture
def officer(world):
    return make_user(Role.PRIVACY_OFFICER)


def states(viewer):
    return {line.code: line.standing.state for line in list_duties(viewer)}


def test_late_is_the_day_after_the_last_one():
    done = [date(2025, 1, 31), date(2024, 1, 31)]
    last = date(2026, 7, 30)
    assert due_standing(done, 18, last) == (DueState.SOON, date(2025, 1, 31), last)
    assert due_standing(done, 18, last + timedelta(days=1)).state is DueState.LATE
    assert due_standing(done, 18, last - timedelta(days=61)).state is DueState.DONE
    assert due_standing([], 18, last).state is DueState.NEVER
    day = date(2026, 11, 1)
    assert [trail_standing(day, False, day + timedelta(days=days)).state for days in (0, 8, 9)] == [
        DueState.DONE,
        DueState.DONE,
        DueState.LATE,
    ]
    assert trail_standing(day, True, day).state is DueState.LATE
    assert trail_standing(None, False, day).state is DueState.NEVER


def test_what_is_recorded_is_in_order_until_it_is_taken_back(world, as_, officer):
    browser = as_(officer)
    assert set(states(officer)) == {*HouseDuty, *OwnDuty}
    assert states(officer)["penetration_test"] is DueState.NEVER
    page = browser.see("/")
    assert "9 duties are late or were never recorded" in page.words
    sent = {"done_on": "1/9/2026", "by_whom": "A company", "reference": "Survey, folder 4"}
    browser.send("/duties/penetration_test", sent | {"done_on": "23/11/2026"})
    assert "This day has not come yet." in browser.page.words
    browser.send("/duties/penetration_test", sent)
    assert states(officer)["penetration_test"] is DueState.DONE
    shown = browser.see("/duties/penetration_test").words
    assert "Survey, folder 4" in shown
    assert "Every 18 months" in shown
    assert "8 duties are late or were never recorded" in as_(world.administrator).see("/").words
    row = db.session.scalars(sa.select(DoneDuty)).one()
    raw = str(db.session.execute(sa.text("select * from done_duties")).all())
    assert "A company" not in raw
    assert "folder" not in raw
    browser = as_(officer)
    browser.send(f"/duties/entries/{row.id}/end", {"reason": " "})
    browser.send(f"/duties/entries/{row.id}/end", {"reason": "It was another house"})
    assert states(officer)["penetration_test"] is DueState.NEVER
    assert "It was another house" in browser.see("/duties/penetration_test").words
    assert [len(entries(act)) for act in (Act.DUTY_DONE, Act.DUTY_TAKEN_BACK)] == [1, 1]
    assert browser.get("/duties/access_review").status_code == 404
    with pytest.raises(NotAllowed):
        list_duties(world.supervisor)


def test_what_the_program_knows_by_itself(world, clock, officer):
    assert states(officer)["restore_drill"] is DueState.NEVER
    ended = {"begun_at": now(), "ended_at": now()}
    keep(BackupRun(task=BackupTask.PROOF, night=today(), **ended))
    make_review((world.mentor, world.client))
    known = states(officer)
    assert [known[duty] for duty in ("restore_drill", "access_review", "reading_review")] == [
        DueState.DONE,
        DueState.DONE,
        DueState.LATE,
    ]
    clock.shift(timedelta(days=9))
    assert states(officer)["restore_drill"] is DueState.LATE
    clock.move_to("2027-02-20T08:00:00+02:00")
    assert states(officer)["access_review"] is DueState.LATE


def test_the_trail_is_verified_once_a_week_and_a_fault_is_red(world, as_, clock, officer, monkeypatch):
    assert check_trail()
    assert not check_trail()
    first = last_trail_check(officer)
    assert (first.faults, first.first_fault) == (0, "")
    assert first.entries > 0
    assert states(officer)["trail_check"] is DueState.DONE
    clock.shift(timedelta(days=6))
    assert not check_trail()
    verdicts = iter([Verdict(1, ["an entry was being written"]), Verdict(2)])
    with monkeypatch.context() as of:
        of.setattr("caseapp.oversight.duties.actions.verify", lambda: next(verdicts))
        clock.shift(timedelta(days=1))
        assert check_trail()
    assert last_trail_check(officer).faults == 0
    clock.shift(timedelta(days=6))
    monkeypatch.setattr(
        "caseapp.audit.chains._Chain.fault_of", lambda _chain, entry, *_rest: f"entry {entry.id} was changed"
    )
    clock.shift(timedelta(days=1))
    assert check_trail()
    assert last_trail_check(officer).faults > 0
    assert states(officer)["trail_check"] is DueState.LATE
    page = as_(officer).see("/duties").words
    assert "The audit trail is not whole" in page
    assert "was changed" in page
    assert len(entries(Act.TRAIL_CHECKED)) == db.session.scalar(sa.select(sa.func.count()).select_from(TrailCheck)) == 3
