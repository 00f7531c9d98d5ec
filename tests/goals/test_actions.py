from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.goals.actions import activate_goal, change_goal, draft_goal, mark_rating_in_error, rate_goal
from caseapp.goals.models import Goal
from caseapp.goals.queries import find_goal, find_rating, history_of, list_goals
from caseapp.goals.rules import AgreementDraft, Domain, GoalDraft, GoalStatus, RatingDraft
from tests.world import assign, make_goal, rate

BEGAN = date(2026, 11, 1)
COFFEE = GoalDraft("קפה עם חברה", "פעם בשבוע", Domain.FRIENDS, None, BEGAN, -1, {-1: "לבד", 0: "פעם בשבוע"})
OUTSIDERS = [
    ("team_mate", NotVisible),
    ("former_mentor", NotVisible),
    ("other_mentor", NotVisible),
    ("other_supervisor", NotVisible),
    ("administrator", NotAllowed),
]


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def acts_about(row):
    return list(db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == row.id).order_by(Entry.seq)))


def draft(world):
    return draft_goal(world.mentor, world.client.id, COFFEE, key=sent())


@pytest.mark.parametrize("relation", ["mentor", "supervisor"])
def test_a_new_goal_is_a_draft_and_kept_once(world, relation):
    submission, by = sent(), getattr(world, relation)
    for _ in range(2):
        goal = draft_goal(by, world.client.id, COFFEE, key=submission)
    (row,) = list_goals(world.mentor, world.client.id)
    assert (row.id, row.status, row.baseline, row.starts_on) == (submission.id, GoalStatus.DRAFT, -1, BEGAN)
    assert row.ladder == {-2: "", -1: "לבד", 0: "פעם בשבוע", 1: "", 2: ""}
    assert acts_about(goal) == [Act.GOAL_AGREED]
    with pytest.raises(Conflict):
        draft_goal(by, world.client.id, COFFEE, key=IdempotencyKey(submission.id, b"other"))


def test_a_goal_whose_start_nobody_chose_begins_one_level_below_what_is_expected(world):
    goal = draft_goal(world.mentor, world.client.id, replace(COFFEE, baseline=None), key=sent())
    assert goal.baseline == -1


def test_what_was_written_is_sealed(world):
    goal = draft(world)
    raw = goal.client_words_sealed + goal.wording_sealed + goal.ladder_sealed
    assert "קפה".encode() not in raw
    assert "בשבוע".encode() not in raw


@pytest.mark.parametrize(("relation", "fault"), OUTSIDERS)
def test_nobody_else_writes_agrees_or_rates(world, relation, fault):
    """The actions themselves refuse, without a page in front of them."""
    by, goal = getattr(world, relation), make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 0)
    with pytest.raises(fault):
        draft_goal(by, world.client.id, COFFEE, key=sent())
    with pytest.raises(fault):
        change_goal(by, goal, COFFEE, goal.version)
    with pytest.raises(fault):
        activate_goal(by, goal, AgreementDraft(today()), goal.version)
    with pytest.raises(fault):
        rate_goal(by, goal, RatingDraft(today(), 1), key=sent())
    with pytest.raises(fault):
        mark_rating_in_error(by, rating, "reason")
    assert len(list_goals(world.mentor, world.client.id)) == 1
    assert [told.is_in_error for told in history_of(world.mentor, goal.id)] == [False]


def test_a_draft_is_changed_wholly(world):
    goal = draft(world)
    words = replace(COFFEE, client_words="אחר", baseline=-2, ladder={-2: "לא", 0: "כן"}, starts_on=date(2026, 10, 1))
    change_goal(world.mentor, goal, words, goal.version)
    (row,) = list_goals(world.mentor, world.client.id)
    assert (row.client_words, row.baseline, row.starts_on) == ("אחר", -2, date(2026, 10, 1))
    assert row.ladder == {-2: "לא", -1: "", 0: "כן", 1: "", 2: ""}
    assert acts_about(goal) == [Act.GOAL_AGREED, Act.GOAL_CHANGED]


def test_an_agreed_goal_freezes_its_ladder_and_lets_its_words_change(world):
    goal = draft(world)
    activate_goal(world.mentor, goal, AgreementDraft(today()), goal.version)
    assert (goal.status, goal.agreed_on) == (GoalStatus.ACTIVE, today())
    assert acts_about(goal)[-1] == Act.GOAL_ACTIVATED
    target = date(2027, 3, 1)
    change_goal(world.mentor, goal, GoalDraft("קפה", "פעמיים בשבוע", Domain.LEISURE, target), goal.version)
    (row,) = list_goals(world.mentor, world.client.id)
    assert (row.wording, row.domain, row.target_on) == ("פעמיים בשבוע", Domain.LEISURE, target)
    assert row.ladder[0] == "פעם בשבוע"


@pytest.mark.parametrize(
    "changes", [{"ladder": {0: "easier"}}, {"baseline": 0}, {"starts_on": date(2026, 10, 1)}, {"ladder": {}}]
)
def test_what_was_agreed_on_is_not_changed_afterwards(world, changes):
    goal = draft(world)
    activate_goal(world.mentor, goal, AgreementDraft(today()), goal.version)
    with pytest.raises(RuleBroken):
        change_goal(world.supervisor, goal, replace(COFFEE, wording="x", **changes), goal.version)
    (row,) = list_goals(world.mentor, world.client.id)
    assert (row.ladder[0], row.baseline, row.starts_on, row.wording) == ("פעם בשבוע", -1, BEGAN, "פעם בשבוע")


def test_a_frozen_ladder_may_be_sent_along_unchanged(world):
    goal = draft(world)
    activate_goal(world.mentor, goal, AgreementDraft(today()), goal.version)
    change_goal(world.mentor, goal, replace(COFFEE, wording="פעמיים"), goal.version)
    assert find_goal(world.mentor, goal.id).wording == "פעמיים"


@pytest.mark.parametrize("status", [GoalStatus.COMPLETED, GoalStatus.CANCELLED])
def test_a_goal_that_is_over_keeps_its_words(world, status):
    goal = make_goal(world.client, status=status)
    with pytest.raises(RuleBroken):
        change_goal(world.mentor, goal, GoalDraft("x", "y", Domain.FRIENDS, None), goal.version)


@pytest.mark.parametrize("ladder", [{}, {0: "expected"}, {-1: "now"}])
def test_a_ladder_without_now_or_expected_is_not_agreed_on(world, ladder):
    goal = make_goal(world.client, status=GoalStatus.DRAFT, ladder=ladder)
    with pytest.raises(RuleBroken):
        activate_goal(world.mentor, goal, AgreementDraft(today()), goal.version)
    assert find_goal(world.mentor, goal.id).status == GoalStatus.DRAFT


def test_a_goal_is_agreed_on_once_and_not_tomorrow(world):
    goal = draft(world)
    with pytest.raises(RuleBroken):
        activate_goal(world.mentor, goal, AgreementDraft(today() + timedelta(days=1)), goal.version)
    activate_goal(world.mentor, goal, AgreementDraft(today()), goal.version)
    with pytest.raises(RuleBroken):
        activate_goal(world.mentor, goal, AgreementDraft(today()), goal.version)


def test_a_goal_that_changed_meanwhile_is_neither_changed_nor_agreed_on(world):
    goal = draft(world)
    seen = goal.version
    change_goal(world.mentor, goal, replace(COFFEE, wording="first"), seen)
    with pytest.raises(Conflict):
        change_goal(world.supervisor, goal, replace(COFFEE, wording="second"), seen)
    with pytest.raises(Conflict):
        activate_goal(world.supervisor, goal, AgreementDraft(today()), seen)
    assert find_goal(world.mentor, goal.id).wording == "first"


def test_a_row_that_was_read_before_another_saved_it_is_not_written_over(world):
    """The form's version matches the row in memory, and only the database knows better."""
    goal = draft(world)
    stale = goal.version
    change_goal(world.mentor, goal, replace(COFFEE, wording="first"), stale)
    db.session.expunge_all()
    late = find_goal(world.mentor, goal.id)
    set_committed_value(late, "version", stale)
    with pytest.raises(Conflict):
        change_goal(world.mentor, late, replace(COFFEE, wording="second"), stale)
    db.session.expire_all()
    assert find_goal(world.mentor, goal.id).wording == "first"


def test_ratings_are_appended_with_the_clients_own_beside_the_mentors(world):
    goal = make_goal(world.client, starts_on=BEGAN)
    submission = sent()
    first = RatingDraft(BEGAN, -1, 1, "stayed ten minutes")
    for _ in range(2):
        rating = rate_goal(world.mentor, goal, first, key=submission)
    rate_goal(world.supervisor, goal, RatingDraft(today(), 0), key=sent())
    history = history_of(world.mentor, goal.id)
    assert [(told.mentor_level, told.client_level) for told in history] == [(0, None), (-1, 1)]
    assert (history[1].evidence, history[1].rated_by) == ("stayed ten minutes", "Maya Mentor")
    assert acts_about(rating) == [Act.GOAL_RATED]
    with pytest.raises(Conflict):
        rate_goal(world.mentor, goal, first, key=IdempotencyKey(submission.id, b"other"))


@pytest.mark.parametrize("status", [status for status in GoalStatus if status != GoalStatus.ACTIVE])
def test_only_an_active_goal_is_rated(world, status):
    goal = make_goal(world.client, status=status)
    with pytest.raises(RuleBroken):
        rate_goal(world.mentor, goal, RatingDraft(today(), 1), key=sent())
    assert history_of(world.mentor, goal.id) == []


def test_a_rating_before_the_goal_or_ahead_of_today_is_not_kept(world):
    goal = make_goal(world.client, starts_on=BEGAN)
    for day in (BEGAN - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            rate_goal(world.mentor, goal, RatingDraft(day, 1), key=sent())
    assert history_of(world.mentor, goal.id) == []


def test_a_rating_in_error_stays_with_its_reason_and_counts_nowhere(world):
    goal = make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 2, 2)
    for reason in ("wrong client", "again"):
        mark_rating_in_error(world.mentor, rating, reason)
    (told,) = history_of(world.mentor, goal.id)
    assert (told.is_in_error, told.error_reason, told.mentor_level) == (True, "wrong client", 2)
    (row,) = list_goals(world.mentor, world.client.id)
    assert row.mentor_level is None
    assert acts_about(rating)[-1] == Act.ENTERED_IN_ERROR


def test_a_rating_is_taken_back_by_its_writer_or_the_supervisor_only_and_with_a_reason(world):
    assign(world.client, world.team_mate)
    rating = rate(make_goal(world.client), world.mentor, today(), 2)
    with pytest.raises(NotAllowed):
        mark_rating_in_error(world.team_mate, rating, "not mine")
    with pytest.raises(RuleBroken):
        mark_rating_in_error(world.mentor, rating, "  ")
    with pytest.raises(RuleBroken):
        mark_rating_in_error(world.mentor, rating, "x" * 501)
    assert find_rating(world.mentor, rating.id).error_at is None
    mark_rating_in_error(world.supervisor, rating, "agreed with Maya")
    assert find_rating(world.mentor, rating.id).error_at is not None


def test_every_text_of_a_goal_has_a_sealed_column():
    assert {column.key for column in Goal.__table__.columns if column.info.get("sealed")} == {
        "client_words_sealed",
        "wording_sealed",
        "short_name_sealed",
        "ladder_sealed",
        "why_sealed",
        "strengths_sealed",
        "barrier_words_sealed",
        "supports_sealed",
        "error_reason_sealed",
    }
