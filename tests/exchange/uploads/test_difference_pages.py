"""What files say otherwise is seen by who may open those clients' files, chosen and taken."""

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.audit.rules import Act
from caseapp.batches.queue import queue_of, resume
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.exchange.uploads import job_actions
from caseapp.exchange.uploads.rules import GIVEN_UP, UploadState
from tests.batches.printing import entries, work_off
from tests.exchange.uploads.sending import sent, tap
from tests.trail import clients_of
from tests.world import amend, make_team

HEAD = "id,date,time,minutes,mode,outcome,note\n"
PLANTED = ("Secretold", "Secretnew")


@pytest.fixture
def clients(world):
    return f"first name,last name,id,mentor\nYael,Mizrahi,34,{world.mentor.username}\n"


@pytest.fixture
def meetings():
    return HEAD + "".join(f"34,0{day}.06.2026,10:00,60,phone,held,Secretold {day}\n" for day in range(1, 5))


@pytest.fixture
def brought_in(world, as_, app, clients, meetings):
    """The supervisor's browser; the meetings are there."""
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", clients), ("meetings.csv", meetings)])
    tap(browser, app, f"{place}/start")
    tap(browser, app, f"{place}/removal")
    return browser


def others(meetings):
    """Longer meetings, and another text of the last."""
    return meetings.replace(",60,", ",90,").replace("Secretold 4", "Secretnew 4")


def stored():
    db.session.expire_all()
    found = db.session.scalars(sa.select(Activity).where(for_maintenance()).order_by(Activity.held_on))
    return [(activity.minutes, activity.note) for activity in found if activity.note.startswith("Secret")]


def take(browser, app, place, page="", **chosen):
    path = f"{place}/differences{page}"
    token = browser.see(path).field("csrf_token")
    answer = browser.post(path, data={"csrf_token": token, **chosen})
    work_off(app)
    return answer


def uploaded(browser, app, name, text):
    place = sent(browser, app, [(name, text)])
    return place, place.rsplit("/", 1)[-1]


def test_a_row_and_then_a_whole_column_is_taken(world, app, brought_in, meetings):
    place, _ = uploaded(brought_in, app, "meetings.csv", others(meetings))
    assert "See what differs" in brought_in.see(place).words
    page = brought_in.see(f"{place}/differences")
    for words in ("Yael Mizrahi", "meetings.csv, line 5", "Secretold 4", "Secretnew 4", "Length in minutes (4)"):
        assert words in page.words, words
    assert stored() == [(60, f"Secretold {day}") for day in range(1, 5)]
    assert take(brought_in, app, place, fields=["3:note"]).status_code == 303
    assert stored()[2:] == [(60, "Secretold 3"), (60, "Secretnew 4")]
    assert "Differences: 1 taken" in brought_in.see(place).words
    assert take(brought_in, app, place, columns=["meetings.minutes"]).status_code == 303
    assert [minutes for minutes, _note in stored()] == [90] * 4
    assert "Nothing differs any more." in brought_in.see(f"{place}/differences").words
    assert {entry.actor_id for entry in entries(Act.ACTIVITY_CHANGED)} == {world.supervisor.id}
    assert len(entries(Act.ACTIVITY_CHANGED)) == 5


def test_nothing_chosen_is_a_sentence_and_changes_nothing(app, brought_in, meetings):
    place, _ = uploaded(brought_in, app, "meetings.csv", others(meetings))
    assert "Choose at least one row or column." in take(brought_in, app, place).text
    assert stored()[0] == (60, "Secretold 1")


def test_each_reading_of_old_and_new_is_in_the_trail(app, brought_in, meetings):
    place, _ = uploaded(brought_in, app, "meetings.csv", others(meetings))
    before = len([entry for entry in entries(Act.READ) if '"differences"' in entry.detail])
    brought_in.see(f"{place}/differences")
    (entry,) = [entry for entry in entries(Act.READ) if '"differences"' in entry.detail][before:]
    assert len(clients_of(entry.id)) == 1


def test_an_administrator_sees_counts_by_column_and_never_a_word_and_takes_nothing(
    world, as_, app, brought_in, meetings
):
    administrator = as_(world.administrator)
    place = sent(administrator, app, [("meetings.csv", others(meetings))])
    page = administrator.see(place)
    assert "Meetings, Length in minutes: 4" in page.words
    assert "Meetings, Note: 1" in page.words
    for words in PLANTED:
        assert words not in page.html
    assert administrator.get(f"{place}/differences").status_code == 404
    token = administrator.see("/import").field("csrf_token")
    form = {"csrf_token": token, "columns": ["meetings.minutes"]}
    assert administrator.post(f"{place}/differences", data=form).status_code == 404
    work_off(app)
    assert stored()[0] == (60, "Secretold 1")
    kept = str(
        [
            upload.findings
            for upload in db.session.scalars(sa.select(job_actions.Upload))
            if upload.role == "administrator"
        ]
    )
    assert "meetings.minutes" in kept
    assert not any(words in kept for words in PLANTED)


def test_a_client_who_is_with_another_team_by_then_is_not_shown_and_not_changed(world, app, brought_in, meetings):
    place, _ = uploaded(brought_in, app, "meetings.csv", others(meetings))
    client = db.session.scalars(sa.select(Client).where(for_maintenance(), Client.family_name == "Mizrahi")).one()
    amend(client, team_id=make_team().id)
    page = brought_in.see(f"{place}/differences")
    for words in ("Mizrahi", *PLANTED):
        assert words not in page.html
    take(brought_in, app, place, columns=["meetings.minutes"])
    assert stored()[0] == (60, "Secretold 1")
    assert "4 left as they are" in brought_in.see(place).words


def test_a_killed_worker_is_followed_by_one_that_takes_the_rest(app, brought_in, meetings, clock, monkeypatch):
    place, _ = uploaded(brought_in, app, "meetings.csv", others(meetings))
    with monkeypatch.context() as patched:
        patched.setattr(job_actions, "_keep_taken", killed)
        with pytest.raises(SystemExit):
            take(brought_in, app, place, columns=["meetings.minutes"])
    assert only_state(app) is UploadState.TAKING
    queue_of(app).messages.flush()
    clock.shift(GIVEN_UP)
    assert resume() == 1
    work_off(app)
    assert [minutes for minutes, _note in stored()] == [90] * 4
    assert "Differences: 4 taken" in brought_in.see(place).words
    assert len(entries(Act.ACTIVITY_CHANGED)) == 4


def killed(*_):
    raise SystemExit


def only_state(app):
    db.session.rollback()
    return next(each.state for each in db.session.scalars(sa.select(job_actions.Upload)) if each.removed_at is None)
