"""What a client taps alone while holding the screen: the own rating of a goal, and whether a tie is still there."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.goals.models import Goal, Rating
from caseapp.goals.own_levels.models import OwnLevel
from caseapp.goals.rules import GoalStatus
from caseapp.ties.models import TieStep
from caseapp.ties.rules import StillThere, TieStepKind
from tests import world as made
from tests.access.conftest import hand_screen_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
WEEKS_AGO = timedelta(weeks=4)


def all_of(entity, *where):
    return list(db.session.scalars(sa.select(entity).where(for_maintenance(), *where).order_by(entity.id)))


def test_the_client_touches_a_step_and_the_next_rating_begins_from_it(app, world, as_, handed, client):
    (goal,) = all_of(Goal, Goal.client_id == client.id)
    here = f"/goals/{goal.id}/own-level"
    assert here in handed.see("/with/goals").links
    assert "+1" not in handed.see(here).words
    assert handed.send(here, {"level": "7"}).status_code == 200
    for level in ("-1", "1"):
        assert handed.send(here, {"level": level}).location == "/with/goals"
    assert "twice Here I am" in handed.see("/with/goals").words
    assert [(each.level, each.by_client, each.taken_by_id) for each in all_of(OwnLevel)] == [
        (-1, True, world.mentor.id),
        (1, True, world.mentor.id),
    ]
    assert all_of(Rating) == []
    assert len(db.session.scalars(sa.select(Entry.id).where(Entry.act == Act.OWN_LEVEL_SAID)).all()) == 2
    mentor = as_(world.mentor)
    assert "Said by Yael on 22.11.2026 : +1" in mentor.see(f"/goals/{goal.id}").words
    page = mentor.see(f"/goals/{goal.id}/ratings/new")
    assert "Said by Yael on 22.11.2026 , alone." in page.words
    assert [f["value"] for f in page.fields if f.get("name") == "client_level" and "checked" in f] == ["1"]
    sent = {"mentor_level": "0", "client_level": "1", "rated_on": today().isoformat()}
    mentor.send(f"/goals/{goal.id}/ratings/new", sent)
    (rating,) = all_of(Rating)
    assert (rating.mentor_level, rating.client_level) == (0, 1)
    assert "Said by" not in mentor.see(f"/goals/{goal.id}").words + mentor.see(f"/goals/{goal.id}/ratings/new").words


def test_a_goal_that_is_over_and_the_goal_of_another_are_not_rated(app, world, as_, handed, client):
    (goal,) = all_of(Goal, Goal.client_id == client.id)
    other = made.make_goal(made.make_client(world.team, world.mentor))
    assert handed.get(f"/goals/{other.id}/own-level").status_code == 404
    made.amend(goal, status=GoalStatus.COMPLETED)
    handed.send(f"/goals/{goal.id}/own-level", {"level": "1"})
    assert "Only a goal that is agreed and in progress can be rated." in handed.page.words
    assert f"/goals/{goal.id}/own-level" not in handed.see("/with/goals").links
    assert all_of(OwnLevel) == []


def test_the_client_says_with_one_tap_that_a_tie_is_still_there(app, world, as_, client):
    alone = {"alone_on": today() - WEEKS_AGO, "since_on": today() - WEEKS_AGO, "ask_on": today()}
    ties = [made.make_tie(client, name=name, **alone) for name in ("The choir", "The library")]
    for tie in ties:
        made.make_tie_step(tie, world.mentor, TieStepKind.ALONE, today() - WEEKS_AGO)
    made.make_tie(made.make_client(world.team, world.mentor), name="Another's choir", **alone)
    mentor = as_(world.mentor)
    hand_screen_of(app, mentor, client.id)
    assert "/with/still-there" in mentor.see("/with").links
    page = mentor.see("/with/still-there")
    assert ("The choir" in page.words, "The library" in page.words, "Another's" in page.words) == (True, True, False)
    for tie, answer in zip(ties, ("alone", "gone"), strict=True):
        there = f"/ties/{tie.id}/answer"
        (form,) = [form for form in mentor.see("/with/still-there").forms if form["action"] == there]
        assert mentor.post(there, data={**form["fields"], "answer": answer}).location == "/with/still-there"
    assert "There is no question left." in mentor.see("/with/still-there").words
    assert "/with/still-there" not in mentor.see("/with").links
    said = all_of(TieStep, TieStep.kind == TieStepKind.ANSWER)
    assert [(step.answer, step.by_client, step.created_by_id) for step in said] == [
        (StillThere.ALONE, True, world.mentor.id),
        (StillThere.GONE, True, world.mentor.id),
    ]
    assert all(step.created_at <= now() for step in said)
    page = as_(world.mentor).see(f"/clients/{client.id}/ties")
    assert page.words.count("answered alone") == 2
