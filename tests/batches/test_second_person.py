"""Records of many clients leave by the word of two people (P71): one asks, another one confirms, and the file is made
once, for whoever asked, for a day."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit.rules import Act
from caseapp.batches.actions import remove_old
from caseapp.batches.forms import BatchForm
from caseapp.batches.models import Batch, BatchTable
from caseapp.batches.queue import kept_since, queue_of, resume
from caseapp.batches.rules import ConfirmationState, Failure
from caseapp.clock import today
from caseapp.db import db
from caseapp.organisation import queries as organisation_queries
from caseapp.organisation.models import Organisation
from caseapp.reports.status_rules import ReportStatus
from caseapp.watch.readings.actions import watch_day
from caseapp.watch.readings.models import UnusualReading
from caseapp.watch.readings.rules import ReadingKind
from tests.accounts.conftest import OTHER, PASSWORD, give_password
from tests.batches.printing import begin, entries, items, only_batch, reports_of, work_off
from tests.exchange.exports.reading import download, rows_in
from tests.form_ids import form_id
from tests.trail import clients_of
from tests.world import amend, deputise, keep, make_client, make_user

PEOPLE = "?kind=people"


@pytest.fixture(autouse=True)
def two_are_many(app):
    """Up to two clients leave by one word; the world's team has two."""
    queue_of(app).messages.flush()
    keep(Organisation(name="Circles", thresholds='{"many_leave": 2}'))
    organisation_queries.forget_organisation_settings()


@pytest.fixture
def third(world):
    return make_client(world.team, world.mentor, given_name="Third")


def state():
    db.session.expire_all()
    return only_batch().confirmation


def page_of():
    return f"/batches/{only_batch().id}"


def say(browser, word="confirmation"):
    token = browser.see("/account").field("csrf_token")
    return browser.post(f"{page_of()}/{word}", data={"csrf_token": token}).status_code


def test_few_leave_at_once_and_many_wait_for_somebody_else(world, as_, app, third):
    amend(third, team_id=world.other_team.id)
    asking = as_(world.supervisor)
    assert len(rows_in(download(asking, PEOPLE).data)) == 3
    amend(third, team_id=world.team.id)
    answer = download(asking, PEOPLE)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, f"/batches/{waiting().id}")
    work_off(app)
    assert resume() == 0
    assert (
        db.session.scalars(sa.select(BatchTable.file_sealed).where(BatchTable.batch_id == waiting().id)).one() is None
    )
    (entry,) = entries(Act.BATCH_ASKED)
    assert clients_of(entry.id) == {world.client.id, world.team_mates_client.id, third.id}
    assert "A second person has to confirm this" in asking.see(f"/batches/{waiting().id}").words
    assert "Waits for the second person" in asking.see("/board").words
    assert asking.get(f"/batches/{waiting().id}/file").status_code == 303
    again = download(asking, PEOPLE)
    assert again.location == answer.location, "whoever asks again waits for the same one"


def waiting():
    db.session.expire_all()
    return db.session.scalars(sa.select(Batch).where(Batch.confirm_until.is_not(None))).one()


def test_the_second_person_confirms_and_the_file_is_there_for_a_day(world, as_, app, third, clock):
    asking, second = as_(world.supervisor), as_(world.administrator)
    download(asking, PEOPLE)
    assert say(asking) == 404, "never the one who asked"
    assert say(as_(world.other_supervisor)) == 404
    assert say(as_(world.mentor)) == 403
    assert world.supervisor.name in second.see("/").words
    page = second.see(f"{page_of()}/confirmation")
    assert "3 clients" in page.words
    assert "Third" not in page.words
    assert say(second) == 303
    assert (state(), only_batch().decided_by_id) == (ConfirmationState.CONFIRMED, world.administrator.id)
    assert len(entries(Act.BATCH_CONFIRMED)) == 1
    assert say(second) == 404, "once"
    work_off(app)
    assert "Confirmed by a second person" in asking.see("/board").words
    assert len(rows_in(asking.get(f"{page_of()}/file").data)) == 4
    (entry,) = entries(Act.RECORDS_EXPORTED)
    assert json.loads(entry.detail)["confirmed_by"] == world.administrator.id.hex
    assert second.get(f"{page_of()}/file").status_code == 403
    clock.shift(timedelta(hours=23))
    assert remove_old(kept_since()) == 0
    asking = as_(world.supervisor)
    assert asking.get(f"{page_of()}/file").status_code == 200
    clock.shift(timedelta(hours=1))
    assert as_(world.supervisor).get(f"{page_of()}/file").status_code == 303
    assert remove_old(kept_since()) == 1


def test_a_deputy_is_a_second_person_and_a_stale_session_proves_itself_first(world, as_, third, clock):
    deputy = make_user(Role.SUPERVISOR, world.other_team)
    give_password(deputy)
    deputise(deputy, world.team)
    download(as_(world.supervisor), PEOPLE)
    second = as_(deputy)
    clock.shift(timedelta(minutes=11))
    assert say(second) == 200
    assert state() is ConfirmationState.WAITING


def test_a_file_of_many_is_not_fetched_by_a_session_that_was_left_open(world, as_, app, third, clock):
    """A link is enough to fetch it, so the link asks too; what is typed then leads to the file."""
    give_password(world.supervisor)
    asking = as_(world.supervisor)
    download(asking, PEOPLE)
    say(as_(world.administrator))
    work_off(app)
    clock.shift(timedelta(minutes=10))
    place = f"{page_of()}/file"
    page = asking.see(place)
    assert "This needs your password once more." in page.words
    (form,) = [form for form in page.forms if "proof" in form["fields"]]
    assert form["action"].rstrip("?") == place
    for proof in ("", OTHER):
        answer = asking.post(place, data={**form["fields"], "proof": proof})
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert entries(Act.BATCH_FETCHED) == []
    answer = asking.post(place, data={**form["fields"], "proof": PASSWORD})
    assert len(rows_in(answer.data)) == 4
    assert len(rows_in(asking.get(place).data)) == 4, "for ten minutes more"
    clock.shift(timedelta(minutes=10))
    begin(as_(world.supervisor), reports_of(world, 1))
    work_off(app)
    clock.shift(timedelta(minutes=10))
    batch = db.session.scalars(sa.select(Batch).order_by(Batch.id.desc())).first()
    assert asking.get(f"/batches/{batch.id}/file").mimetype == "text/html"


def test_refused_withdrawn_and_expired_are_said_and_nothing_is_made(world, as_, app, third, clock):
    asking, second = as_(world.supervisor), as_(world.administrator)
    words = {}
    for end in ("refused", "withdrawn", "expired"):
        download(asking, PEOPLE)
        batch = db.session.scalars(sa.select(Batch).order_by(Batch.id.desc())).first()
        token = {"csrf_token": second.see("/account").field("csrf_token")}
        if end == "refused":
            assert second.post(f"/batches/{batch.id}/refusal", data=token).status_code == 303
        elif end == "withdrawn":
            asking.see(f"/batches/{batch.id}")
            asking.send(f"/batches/{batch.id}/cancellation", fresh=False)
        else:
            clock.shift(timedelta(days=3))
            asking, second = as_(world.supervisor), as_(world.administrator)
            token = {"csrf_token": second.see("/account").field("csrf_token")}
        assert second.post(f"/batches/{batch.id}/confirmation", data=token).status_code == 404
        words[end] = asking.see(f"/batches/{batch.id}").words
    work_off(app)
    assert resume() == 0
    assert "A second person refused this." in words["refused"]
    assert "You withdrew this." in words["withdrawn"]
    assert "Nobody confirmed this in time." in words["expired"]
    assert entries(Act.RECORDS_EXPORTED) == []
    assert remove_old(kept_since()) == 3
    assert set(db.session.scalars(sa.select(BatchTable.clients_sealed))) == {None}


def test_clients_who_came_meanwhile_are_not_in_what_was_confirmed(world, as_, app, third):
    asking = as_(world.supervisor)
    download(asking, PEOPLE)
    make_client(world.team, world.mentor)
    say(as_(world.administrator))
    work_off(app)
    assert db.session.scalars(sa.select(BatchTable)).one().failure is Failure.OTHER_CLIENTS
    assert "other clients than those" in asking.see(page_of()).words
    assert asking.get(f"{page_of()}/file").status_code == 303


def test_many_in_small_parts_are_many(world, as_, third):
    """Two tables or batches within a day are counted together, whatever they are."""
    browser = as_(world.mentor)
    reports = reports_of(world, 4)
    begin(browser, reports[:2])
    assert db.session.scalars(sa.select(Batch.confirm_until)).all() == [None]
    begin(browser, reports[1:2])
    begin(browser, reports[2:])
    asked = waiting()
    assert (asked.people, asked.total) == (2, 2)
    page = as_(world.supervisor).see(f"/batches/{asked.id}/confirmation")
    assert "With what the same person took along within a day" in page.words


def test_the_filters_of_the_board_are_kept_for_the_worker(world, as_, app, third):
    amend(world.team_mates_client, team_id=world.other_team.id)
    make_client(world.team, world.mentor)
    make_client(world.team, world.team_mate, given_name="Elsewhere")
    asking = as_(world.supervisor)
    download(asking, f"?kind=hours&mentor={world.mentor.id}")
    say(as_(world.administrator))
    work_off(app)
    rows = rows_in(asking.get(f"{page_of()}/file").data)
    assert len(rows) == 4
    assert "Elsewhere" not in str(rows)


def test_reports_wait_too_but_signed_ones_of_the_own_team_are_only_looked_at(world, as_, app):
    reports = reports_of(world, 3)
    browser = as_(world.supervisor)
    begin(browser, reports)
    work_off(app)
    assert [item.pdf for item in items()] == [b""] * 3
    assert state() is ConfirmationState.WAITING
    browser.see(page_of())
    browser.send(f"{page_of()}/cancellation", fresh=False)
    for report in reports:
        amend(report, status=ReportStatus.SIGNED)
    chosen = {"reports": [str(report.id) for report in reports], "shape": "zip"}
    browser.send("/batches/new?which=all", {**chosen, "record_id": form_id(world.supervisor, BatchForm)}, fresh=False)
    batches = db.session.scalars(sa.select(Batch).order_by(Batch.id)).all()
    assert [bool(batch.confirm_until) for batch in batches] == [True, False]
    db.session.rollback()
    watch_day(today())
    rows = db.session.scalars(sa.select(UnusualReading).where(UnusualReading.kind == ReadingKind.MANY_PRINTED)).all()
    assert [row.person_id for row in rows] == [world.supervisor.id]
