"""What is final stays; what is put right stands beside it."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.activities.actions import change_activity
from caseapp.activities.amendments.actions import amend
from caseapp.activities.amendments.queries import amendments_of
from caseapp.activities.models import Amendment
from caseapp.activities.rules import ActivityDraft, AmendmentDraft, Mode, Outcome
from caseapp.activities.timeline_queries import find_activity_details, timeline_of
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.drawn import drawn
from tests.world import assign, make_activity

TODAY = date(2026, 11, 22)
HOURS = 48
BETTER = ActivityDraft(TODAY, time(9), 60, Mode.IN_PERSON, Outcome.HELD, note="Better")


def sent():
    return IdempotencyKey(uuid7(), b"body")


def noted(world, hours):
    return make_activity(world.client, world.mentor, TODAY, noted_at=now() - timedelta(hours=hours))


def entries(act):
    return db.session.scalar(sa.select(sa.func.count()).select_from(Entry).where(Entry.act == act))


def test_a_note_can_be_edited_itself_until_its_hours_are_over_and_not_after(world):
    young, final = noted(world, HOURS - 1), noted(world, HOURS)
    change_activity(world.mentor, young.id, BETTER, young.version)
    with pytest.raises(RuleBroken):
        change_activity(world.mentor, final.id, BETTER, final.version)
    assert find_activity_details(world.mentor, young.id).note == "Better"
    assert find_activity_details(world.mentor, final.id).note == "We met."


def test_an_amendment_stands_beside_the_note_sealed_with_its_reason(world):
    final = noted(world, HOURS)
    form = sent()
    for _time in range(2):
        amend(world.mentor, final, AmendmentDraft("It was Monday.", "I mixed up the days"), key=form)
    [told] = amendments_of(world.supervisor, [final.id])[final.id]
    assert (told.words, told.reason, told.author) == ("It was Monday.", "I mixed up the days", "Maya Mentor")
    assert find_activity_details(world.mentor, final.id).note == "We met."
    assert timeline_of(world.mentor, world.client.id)[0].amended_at == now()
    assert entries(Act.ACTIVITY_AMENDED) == 1
    stored = db.session.execute(
        sa.select(Amendment.words_sealed, Amendment.reason_sealed).where(for_maintenance())
    ).one()
    assert not any(word in blob for blob in stored for word in (b"Monday", b"mixed"))
    with pytest.raises(Conflict):
        amend(world.mentor, final, AmendmentDraft("Else", "Why"), key=IdempotencyKey(form.id, b"other"))


def test_what_can_still_be_edited_or_was_only_planned_is_not_amended(world):
    planned = make_activity(world.client, world.mentor, TODAY, outcome=Outcome.PLANNED)
    for activity in (noted(world, 1), planned):
        with pytest.raises(RuleBroken):
            amend(world.mentor, activity, AmendmentDraft("Words", "Why"), key=sent())


@pytest.mark.parametrize(("words", "reason", "field"), [(" ", "Why", "words"), ("Words", " ", "reason")])
def test_an_amendment_says_what_and_why(world, words, reason, field):
    with pytest.raises(RuleBroken) as caught:
        amend(world.mentor, noted(world, HOURS), AmendmentDraft(words, reason), key=sent())
    assert caught.value.field == field


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_nobody_else_amends_or_reads_amendments(world, who):
    final = noted(world, HOURS)
    amend(world.mentor, final, AmendmentDraft("It was Monday.", "Why"), key=sent())
    with pytest.raises(NotVisible):
        amend(getattr(world, who), final, AmendmentDraft("Words", "Why"), key=sent())
    assert amendments_of(getattr(world, who), [final.id]) == {}


def test_a_second_mentor_reads_the_note_and_does_not_amend_it(world):
    assign(world.client, world.team_mate)
    with pytest.raises(NotAllowed):
        amend(world.team_mate, noted(world, HOURS), AmendmentDraft("Words", "Why"), key=sent())


def test_who_records_no_work_is_refused_as_a_role_and_not_as_if_the_client_were_unknown(world):
    with pytest.raises(NotAllowed):
        amend(world.administrator, noted(world, HOURS), AmendmentDraft("Words", "Why"), key=sent())


def test_a_final_note_offers_the_amendment_and_shows_both_texts(world, as_):
    final = noted(world, HOURS)
    browser = as_(world.mentor)
    beside = f"/activities/{final.id}/amendments/new"
    page = browser.see(f"/activities/{final.id}")
    assert beside in page.links
    assert f"/activities/{final.id}/edit" not in page.links
    answer = browser.send(beside, {"words": "It was Monday.", "reason": "I mixed up the days"})
    assert answer.status_code == 303
    words = browser.see(f"/activities/{final.id}").words
    assert all(text in words for text in ("We met.", "It was Monday.", "I mixed up the days"))
    assert "Corrected on" in browser.see(f"/clients/{world.client.id}").words


def test_a_note_that_became_final_while_it_was_mended_keeps_the_text_on_the_page(world, as_, clock):
    young = noted(world, HOURS - 1)
    path = f"/activities/{young.id}/edit"
    browser = as_(world.mentor)
    form = {**drawn(browser.see(path)), "note": "My better text"}
    clock.shift(timedelta(hours=2))
    browser = as_(world.mentor)
    form["csrf_token"] = browser.see("/account").field("csrf_token")
    assert browser.post(path, data=form).status_code == 200
    assert "now final" in browser.page.words
    assert "My better text" in browser.page.html
    assert f"/activities/{young.id}/amendments/new" in browser.page.links
