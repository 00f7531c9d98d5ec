"""Incidents: what is kept, whom one must tell and until when, and who sees it."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import NotAllowed
from caseapp.organisation.models import Organisation
from caseapp.organisation.queries import forget_organisation_settings
from caseapp.oversight.incidents.actions import record_incident
from caseapp.oversight.incidents.models import Incident, IncidentTelling
from caseapp.oversight.incidents.queries import count_late_incidents, list_incidents
from caseapp.oversight.incidents.rules import (
    IncidentDraft,
    IncidentKind,
    Periods,
    Severity,
    TellState,
    Told,
    obligations,
)
from tests.batches.printing import entries
from tests.fitness.records import a_key
from tests.world import keep, make_user

WORDS = "A phone was left on a bus, with an open session"
LATE_BANNER = "Somebody should have been told of an incident"


@pytest.fixture
def officer(world):
    return make_user(Role.PRIVACY_OFFICER)


def typed(**more):
    found = {"found_on": "22/11/2026", "found_at": "09:00", "words": WORDS, "people": "40"}
    return {"kind": "lost_device", "severity": "severe", **found, **more}


def stored():
    return db.session.scalars(sa.select(Incident).execution_options(populate_existing=True)).one()


def test_whom_one_must_tell_and_until_when():
    at, periods = now(), Periods(24, 3)
    severe = IncidentDraft(IncidentKind.UNAUTHORISED, Severity.SEVERE, at, tells_people=True)
    due = obligations(severe, [], periods)
    assert [(each.whom, each.due_at - at) for each in due] == [
        (Told.REGULATOR, timedelta(hours=24)),
        (Told.PEOPLE, timedelta(days=3)),
    ]
    end = due[0].due_at
    assert [due[0].state(when) for when in (at, end, end + timedelta(seconds=1))] == [
        TellState.OPEN,
        TellState.OPEN,
        TellState.LATE,
    ]
    told = obligations(severe, [(Told.REGULATOR, end + timedelta(hours=2)), (Told.REGULATOR, end)], periods)[0]
    assert (told.state(end + timedelta(days=9)), told.told_at, told.was_late) == (TellState.TOLD, end, False)
    assert obligations(severe, [(Told.REGULATOR, end + timedelta(hours=2))], periods)[0].was_late
    assert obligations(IncidentDraft(IncidentKind.UNAUTHORISED, Severity.NOT_SEVERE, at), [], periods) == []
    assert obligations(IncidentDraft(IncidentKind.NONE, Severity.SEVERE, at), [], periods) == []


def test_from_the_find_to_the_end(world, as_, clock, officer):
    browser = as_(officer)
    assert "It cannot be found before it happened." in _refused(browser, happened_on="23/11/2026")
    assert "This has not come yet." in _refused(browser, found_at="23:59")
    answer = browser.send("/incidents/new", typed(happened_on="20/11/2026"))
    assert answer.status_code == 303
    page = answer.headers["Location"]
    assert stored().happened_at is not None
    assert "23 hours left" in browser.see(page).words
    clock.shift(timedelta(hours=24))
    browser = as_(officer)
    assert "Late" in browser.see(page).words
    assert count_late_incidents(officer) == 1
    for reader in (officer, world.administrator):
        assert LATE_BANNER in as_(reader).see("/").words
    edited = typed(is_closed="y", measures="The session was ended from the server")
    browser.send(f"{page}/edit", edited)
    assert "Somebody is still to be told." in browser.page.words
    told = {"whom": "regulator", "told_on": "23/11/2026", "told_at": "09:30", "words": "Reference 17"}
    browser.send(f"{page}/tell", told | {"told_on": "21/11/2026"})
    assert "This is before the incident was found." in browser.page.words
    browser.send(f"{page}/tell", told)
    assert "Told late" in browser.see(page).words
    assert "Reference 17" in browser.see(page).words
    browser.send(f"{page}/edit", typed(is_closed="y"))
    assert "Say what was done" in browser.page.words
    browser.send(f"{page}/edit", edited)
    assert stored().closed_at is not None
    assert count_late_incidents(officer) == 0
    assert LATE_BANNER not in browser.see("/").words
    acts = [Act.INCIDENT_RECORDED, Act.INCIDENT_TOLD, Act.INCIDENT_CHANGED]
    assert [len(entries(act)) for act in acts] == [1, 1, 1]
    assert not any(WORDS in entry.detail or "17" in entry.detail for act in acts for entry in entries(act))


def test_texts_are_sealed_and_the_hours_are_the_organisations(world, as_, officer):
    keep(Organisation(name="Circles", thresholds='{"incident_tell_hours": 72}'))
    forget_organisation_settings()
    browser = as_(world.administrator)
    page = browser.send("/incidents/new", typed(records="Notes", measures="None yet")).headers["Location"]
    browser.send(f"{page}/tell", {"whom": "police", "told_on": "22/11/2026", "told_at": "09:30", "words": "Case 9"})
    (row,) = list_incidents(officer)
    assert (row.duties[0].hours_left, row.tellings[0].words) == (71, "Case 9")
    for table in (Incident, IncidentTelling):
        for raw in db.session.execute(sa.text(f"select * from {table.__tablename__}")):
            assert not any(text in bytes(str(raw), "utf-8") for text in (WORDS.encode(), b"Case 9", b"None yet"))
    with pytest.raises(NotAllowed):
        list_incidents(world.supervisor)


def test_in_the_hour_that_comes_twice_an_edit_moves_no_instant(world, as_, clock, officer):
    clock.move_to("2026-10-25T01:50:00+02:00")
    found, happened = now() - timedelta(minutes=20), now() - timedelta(minutes=40)
    draft = IncidentDraft(IncidentKind.DISCLOSED, Severity.SEVERE, found, happened, words=WORDS)
    incident = record_incident(officer, draft, a_key())
    browser = as_(officer)
    shown = typed(found_on="25/10/2026", found_at="01:30", happened_on="25/10/2026", happened_at="01:10", people="7")
    browser.send(f"/incidents/{incident.id}/edit", shown)
    assert (stored().people, stored().found_at, stored().happened_at) == (7, found, happened)
    browser.send(f"/incidents/{incident.id}/edit", shown | {"found_at": "01:20", "happened_on": ""})
    assert stored().found_at == found - timedelta(minutes=70)


def test_what_is_late_does_not_become_punctual_by_another_find(world, as_, clock, officer):
    browser = as_(officer)
    page = browser.send("/incidents/new", typed()).headers["Location"]
    clock.shift(timedelta(hours=30))
    browser = as_(officer)
    told = {"whom": "regulator", "told_on": "23/11/2026", "told_at": "09:30", "words": ""}
    found = stored().found_at
    browser.send(f"{page}/edit", typed(found_on="23/11/2026"))
    assert "This is after the incident was recorded." in browser.page.words
    browser.send(f"{page}/tell", told | {"told_on": "22/11/2026"})
    browser.send(f"{page}/edit", typed(found_at="09:45"))
    assert "Somebody was told of it before that." in browser.page.words
    assert stored().found_at == found
    assert browser.send(f"{page}/edit", typed(found_at="08:30", kind="none")).status_code == 303
    detail = [json.loads(entries(act)[0].detail) for act in (Act.INCIDENT_RECORDED, Act.INCIDENT_CHANGED)]
    assert [(each["found"], each["kind"]) for each in detail] == [
        ("2026-11-22T07:00:00+00:00", "lost_device"),
        ("2026-11-22T06:30:00+00:00", "none"),
    ]


def _refused(browser, **more):
    browser.send("/incidents/new", typed(**more))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Incident)) == 0
    return browser.page.words
