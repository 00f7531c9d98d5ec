"""The slices of a search: each note that one may read is looked at exactly once."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.activities.models import Amendment, GoalTouch
from caseapp.activities.rules import Outcome
from caseapp.clock import now
from caseapp.progress.search import queries
from caseapp.progress.search.queries import search_notes
from tests.progress.records import TODAY
from tests.statements import statements
from tests.world import keep, make_activity, make_client, make_goal, make_team, make_user

PLACES = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 1, 55, 56, 57, 447, 448, 449, 3000]),
        st.sampled_from([8, 8, 9]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=9,
)


def slices(viewer, words, client_id=None, seconds=0.0, between=lambda: None):
    """What is found, slice by slice, to the first note."""
    since = None
    while True:
        found = search_notes(viewer, words, client_id, since, seconds)
        yield found.notes
        since = found.place
        if since is None:
            return
        between()


def ids(found):
    return [note.id for notes in found for note in notes]


@pytest.mark.parametrize("at_once", [1, 3, 3000])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(places=PLACES, of_one=st.booleans(), seconds=st.sampled_from([0.0, 60.0]))
def test_slices_look_at_each_note_once_and_newest_first(world, monkeypatch, at_once, places, of_one, seconds):
    monkeypatch.setattr(queries, "NOTES", at_once)
    monkeypatch.setattr(queries, "FOUND", 2)
    team = make_team()
    mentor = make_user("mentor", team)
    clients = [make_client(team, mentor), make_client(team, mentor)]
    made = [
        make_activity(
            clients[is_second],
            mentor,
            TODAY - timedelta(days=ago),
            starts_at=time(hour),
            note="rain" if has_it else "sun",
        )
        for ago, hour, has_it, is_second in places
    ]
    expected = [
        note
        for note, (_ago, _hour, has_it, is_second) in zip(made, places, strict=True)
        if has_it and not (of_one and is_second)
    ]
    expected.sort(key=lambda note: (note.held_on, note.starts_at, note.id), reverse=True)
    found = list(slices(mentor, ["rain"], clients[0].id if of_one else None, seconds))
    assert ids(found) == [note.id for note in expected]


def test_a_note_written_meanwhile_neither_repeats_nor_hides_another(world):
    old = [make_activity(world.client, world.mentor, TODAY - timedelta(days=ago), note="rain") for ago in (2, 40, 500)]
    found = slices(
        world.mentor,
        ["rain"],
        between=lambda: make_activity(world.client, world.mentor, TODAY, note="rain"),
    )
    assert ids(found) == [note.id for note in old]


def test_every_text_of_a_note_is_looked_at_and_its_corrections(world):
    texts = ("note", "client_words", "next_step", "place_words", "went_well", "feedback", "others_present", "remark")
    made = [make_activity(world.client, world.mentor, TODAY, **{name: f"a {name} umbrella"}) for name in texts]
    touched = make_activity(world.client, world.mentor, TODAY, note="short")
    keep(
        GoalTouch(
            activity_id=touched.id,
            client_id=world.client.id,
            goal_id=make_goal(world.client).id,
            held_on=TODAY,
            words="an umbrella",
        )
    )
    corrected = make_activity(world.client, world.mentor, TODAY, note="short")
    for words in ("an umbrella", "and another umbrella"):
        keep(
            Amendment(
                activity_id=corrected.id,
                client_id=world.client.id,
                created_by_id=world.mentor.id,
                created_at=now(),
                words=words,
                reason="it was missing",
            )
        )
    found = ids(slices(world.mentor, ["umbrella"], seconds=60))
    assert sorted(found) == sorted(note.id for note in [*made, touched, corrected])


def test_a_remark_is_for_its_author_and_whoever_is_in_charge(world):
    note = make_activity(world.client, world.former_mentor, TODAY, remark="only among us", note="walk")
    assert ids(slices(world.mentor, ["among"])) == []
    assert ids(slices(world.mentor, ["walk"])) == [note.id]
    assert ids(slices(world.supervisor, ["among"])) == [note.id]


def test_a_note_in_error_is_found_as_such_and_a_plan_is_none(world):
    make_activity(world.client, world.mentor, TODAY, note="rain", outcome=Outcome.PLANNED)
    wrong = make_activity(world.client, world.mentor, TODAY, note="rain", error_at=now())
    (found,) = [note for notes in slices(world.mentor, ["rain"]) for note in notes]
    assert (found.id, found.is_in_error) == (wrong.id, True)


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator"])
def test_nobody_finds_what_they_may_not_read(world, who):
    make_activity(world.client, world.former_mentor, date(2026, 6, 1), note="rain")
    viewer = getattr(world, who)
    assert ids(slices(viewer, ["rain"])) == []
    assert ids(slices(viewer, ["rain"], world.client.id)) == []


@pytest.mark.parametrize(("of_one", "most"), [(True, 2), (False, 4)])
def test_a_slice_costs_the_same_statements_for_ten_and_for_three_hundred_notes(world, of_one, most):
    costs = []
    for number in range(2):
        for ago in range(10 + 290 * number):
            make_activity(
                world.client, world.mentor, TODAY - timedelta(days=ago * 3), note="rain" if ago == 5 else "sun"
            )
        with statements() as sent:
            search_notes(world.mentor, ["rain"], world.client.id if of_one else None, None, 60)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= most
