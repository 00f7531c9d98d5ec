"""Only ids that were given out to this person for this form within 30 days are taken, and nobody learns which exist."""

from datetime import timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid4, uuid7

from caseapp.activities.models import Activity
from caseapp.activities.notes.forms import NoteForm
from caseapp.activities.queries import find_activity
from caseapp.clock import now
from caseapp.db import form_ids, is_form_id
from caseapp.errors import NotVisible
from caseapp.goals.forms import RatingForm
from caseapp.web.forms import NewRecordForm
from tests.form_ids import form_id
from tests.world import keep, make_activity

SAID = {
    "held_on": "2026-11-20",
    "starts_at": "10:00",
    "minutes": "60",
    "mode": "in_person",
    "outcome": "held",
    "note": "We baked bread.",
    "anyway": "1",
    "safety": "none",
}
TOO_OLD = "The page was open for too long. Your text is safe: save it again."


def nil(world, clock):
    return str(UUID(int=0))


def version_4(world, clock):
    return str(uuid4())


def version_7(world, clock):
    return str(uuid7())


def of_somebody_else(world, clock):
    return form_id(world.team_mate, NoteForm)


def of_another_form(world, clock):
    return form_id(world.mentor, RatingForm)


def of_the_future(world, clock):
    clock.shift(timedelta(minutes=3))
    drawn = form_id(world.mentor, NoteForm)
    clock.shift(timedelta(minutes=-3))
    return drawn


def too_old(world, clock):
    drawn = form_id(world.mentor, NoteForm)
    clock.shift(timedelta(days=30))
    return drawn


def changed_by_one(world, clock):
    return str(UUID(int=UUID(form_id(world.mentor, NoteForm)).int ^ 1))


def later_by_one(world, clock):
    """The same mark with another time."""
    return str(UUID(int=UUID(form_id(world.mentor, NoteForm)).int + (1 << 80)))


def no_id(world, clock):
    return "1 or 1"


FOREIGN = [nil, version_4, version_7, of_somebody_else, of_another_form, of_the_future, too_old, changed_by_one]
FOREIGN += [later_by_one]


def send(browser, world, record_id):
    path = f"/clients/{world.client.id}/activities/new"
    token = browser.see(path).field("csrf_token")
    answer = browser.post(path, data={**SAID, "csrf_token": token, "record_id": record_id})
    words = browser.page.words if answer.status_code == 200 else ""
    return answer.status_code, words, browser.page.field("record_id")


@pytest.mark.parametrize("made", [*FOREIGN, no_id], ids=lambda made: made.__name__)
def test_a_foreign_id_is_answered_alike_whether_it_is_free_or_taken(world, as_, clock, made):
    record_id = made(world, clock)
    browser = as_(world.mentor)
    status, words, fresh = send(browser, world, record_id)
    assert status == 200
    assert TOO_OLD in words
    assert "We baked bread." in browser.page.html
    if made is not no_id:
        with pytest.raises(NotVisible):
            find_activity(world.mentor, UUID(record_id))
        keep(taken(world, UUID(record_id)))
        again = send(browser, world, record_id)
        assert again[:2] == (status, words)
        assert find_activity(world.other_mentor, UUID(record_id)).note == "Hidden words."
    assert send(browser, world, fresh)[0] == 303


def taken(world, record_id):
    """A note that stands under that id already."""
    row = make_activity(world.other_client, world.other_mentor, now().date())
    other = Activity(
        id=record_id,
        client_id=row.client_id,
        mentor_id=row.mentor_id,
        held_on=row.held_on,
        starts_at=row.starts_at,
        minutes=row.minutes,
        mode=row.mode,
        outcome=row.outcome,
        created_at=now(),
    )
    other.note = "Hidden words."
    return other


def test_an_id_is_good_until_the_last_minute_of_30_days(world, clock):
    (drawn,) = form_ids(world.mentor.id, "NoteForm")
    assert drawn.version == 7
    clock.shift(timedelta(days=30) - timedelta(seconds=1))
    assert is_form_id(drawn, world.mentor.id, "NoteForm")
    clock.shift(timedelta(seconds=1))
    assert not is_form_id(drawn, world.mentor.id, "NoteForm")


def test_a_bundle_of_ids_is_given_out_beforehand(app, world, as_):
    """All different, in the order in which they were drawn, each good for one record."""
    bundle = form_ids(world.mentor.id, NoteForm.__name__, 200)
    assert len(set(bundle)) == 200
    assert sorted(bundle) == bundle
    browser = as_(world.mentor)
    assert [send(browser, world, str(each))[0] for each in bundle[:2]] == [303, 303]


def test_no_two_forms_that_make_records_share_their_name():
    """The mark is of the name."""

    def below(form):
        return [each for child in form.__subclasses__() for each in (child, *below(child))]

    found = {(form.__module__, form.__name__) for form in below(NewRecordForm)}
    forms = {form for form in found if form[0].startswith("caseapp.")}
    assert len({name for _module, name in forms}) == len(forms) > 30
