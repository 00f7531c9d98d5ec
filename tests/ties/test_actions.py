from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.ties.actions import (
    add_tie,
    add_tie_step,
    answer_question,
    change_tie,
    mark_tie_in_error,
    undo_tie_step,
)
from caseapp.ties.queries import find_tie, groups_not_followed, list_ties, open_questions
from caseapp.ties.rules import GoesAlong, StillThere, TieDraft, TieKind, TieStepDraft, TieStepKind
from tests.world import assign, join, make_activity, make_client, make_goal, make_group, make_tie

DAY = timedelta(days=1)
OUTSIDERS = [
    ("team_mate", NotVisible),
    ("former_mentor", NotVisible),
    ("other_mentor", NotVisible),
    ("other_supervisor", NotVisible),
    ("administrator", NotAllowed),
]


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def draft(**more):
    return TieDraft("חוג ציור", TieKind.GROUP, "Tuesdays, 17:00", today() - 200 * DAY, **more)


def happened(world, tie, kind, days_ago=0, **more):
    return add_tie_step(world.mentor, tie, TieStepDraft(kind, today() - days_ago * DAY, **more), sent())


def acts_about(row):
    return list(db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == row.id).order_by(Entry.seq)))


def test_a_tie_grows_from_a_goal_to_the_first_time_alone(world):
    goal = make_goal(world.client)
    tie = add_tie(world.mentor, world.client.id, draft(goal_id=goal.id), sent())
    plan = {"along": GoesAlong.MENTOR, "way": "Bus 5", "say": "That she paints"}
    happened(world, tie, TieStepKind.PLANNED, 190, visit_on=today() - 185 * DAY, **plan)
    happened(world, tie, TieStepKind.TOGETHER, 185)
    alone = happened(world, tie, TieStepKind.ALONE, 100)
    db.session.expire_all()
    (row,) = list_ties(world.mentor, world.client.id)
    assert (row.name, row.detail, row.goal_id) == ("חוג ציור", "Tuesdays, 17:00", goal.id)
    assert [step.kind for step in row.steps] == [TieStepKind.PLANNED, TieStepKind.TOGETHER, TieStepKind.ALONE]
    assert (row.steps[0].way, row.steps[0].say, row.steps[0].along) == ("Bus 5", "That she paints", GoesAlong.MENTOR)
    stored = find_tie(world.mentor, tie.id)
    assert (stored.alone_on, stored.ask_on) == (today() - 100 * DAY, today() - 72 * DAY)
    assert acts_about(tie) == [Act.TIE_ADDED]
    assert acts_about(alone) == [Act.TIE_STEP_ADDED]


def test_what_is_written_about_a_tie_is_sealed(world):
    tie = add_tie(world.mentor, world.client.id, draft(), sent())
    happened(world, tie, TieStepKind.ENDED, words="Too loud")
    for table, column in (("ties", "name_sealed"), ("tie_steps", "words_sealed")):
        rows = sa.table(table, sa.column(column, sa.LargeBinary))
        stored = db.session.connection().execute(sa.select(rows.c[column])).scalar_one()
        assert b"Too loud" not in stored
        assert "חוג".encode() not in stored


@pytest.mark.parametrize(("person", "refusal"), OUTSIDERS)
def test_nobody_else_may_record_anything(world, person, refusal):
    tie, by = make_tie(world.client, thought_on=today() - 100 * DAY), getattr(world, person)
    step = happened(world, tie, TieStepKind.ALONE, 90)
    attempts = (
        lambda: add_tie(by, world.client.id, draft(), sent()),
        lambda: change_tie(by, tie, draft(), tie.version),
        lambda: add_tie_step(by, tie, TieStepDraft(TieStepKind.TOGETHER, today()), sent()),
        lambda: answer_question(by, tie, 12, StillThere.ALONE, sent()),
        lambda: undo_tie_step(by, step),
        lambda: mark_tie_in_error(by, tie, "wrong"),
        lambda: (
            db.session.delete(find_tie(by, tie.id)) if refusal is NotVisible else add_tie(by, tie.id, draft(), sent())
        ),
    )
    for attempt in attempts:
        with pytest.raises(refusal):
            attempt()


def test_a_tie_comes_only_out_of_what_is_the_clients_own(world):
    other = make_client(world.team, world.mentor)
    sources = (
        {"goal_id": make_goal(other).id},
        {"activity_id": make_activity(other, world.mentor, today()).id},
        {"group_id": make_group(world.team).id},
    )
    for source in sources:
        with pytest.raises(NotVisible):
            add_tie(world.mentor, world.client.id, draft(**source), sent())
    note = make_activity(world.client, world.mentor, today())
    assert add_tie(world.mentor, world.client.id, draft(activity_id=note.id), sent()).activity_id == note.id


def test_a_group_that_was_joined_is_offered_until_it_is_followed(world):
    group = make_group(world.team)
    join(group, world.client)
    assert [each.id for each in groups_not_followed(world.mentor, world.client.id)] == [group.id]
    tie = add_tie(world.mentor, world.client.id, draft(group_id=group.id), sent())
    assert groups_not_followed(world.mentor, world.client.id) == []
    mark_tie_in_error(world.mentor, tie, "wrong client")
    assert [each.id for each in groups_not_followed(world.mentor, world.client.id)] == [group.id]


def test_the_question_of_the_day_is_answered_once_and_can_be_taken_back(world):
    tie = make_tie(world.client, thought_on=today() - 100 * DAY)
    happened(world, tie, TieStepKind.ALONE, 84)
    (question,) = open_questions(world.mentor)
    assert (question.tie_id, question.week, question.since_on) == (tie.id, 12, today() - 84 * DAY)
    with pytest.raises(RuleBroken):
        answer_question(world.mentor, tie, 4, StillThere.ALONE, sent())
    step = answer_question(world.mentor, tie, 12, StillThere.ALONE, sent())
    assert open_questions(world.mentor) == []
    assert tie.lasting_on == today()
    assert acts_about(step) == [Act.TIE_ANSWERED]
    with pytest.raises(RuleBroken):
        answer_question(world.mentor, tie, 12, StillThere.LESS, sent())
    undo_tie_step(world.mentor, step)
    undo_tie_step(world.mentor, step)
    assert tie.lasting_on is None
    assert [each.tie_id for each in open_questions(world.mentor)] == [tie.id]
    assert acts_about(step) == [Act.TIE_ANSWERED, Act.TIE_STEP_UNDONE]


def test_only_the_newest_step_can_be_taken_back(world):
    tie = make_tie(world.client, thought_on=today() - 100 * DAY)
    first = happened(world, tie, TieStepKind.TOGETHER, 50)
    happened(world, tie, TieStepKind.ALONE, 60)
    with pytest.raises(RuleBroken):
        undo_tie_step(world.mentor, first)


def test_the_same_answer_sent_twice_is_one_answer(world):
    tie = make_tie(world.client, thought_on=today() - 100 * DAY)
    happened(world, tie, TieStepKind.ALONE, 28)
    key = sent()
    once = answer_question(world.mentor, tie, 4, StillThere.ALONE, key)
    assert answer_question(world.mentor, tie, 4, StillThere.ALONE, key).id == once.id


def test_nobody_is_asked_about_an_ended_or_a_wrong_tie_or_a_closed_file(world, clock):
    ended, wrong = (
        make_tie(world.client, thought_on=today() - 90 * DAY),
        make_tie(world.client, thought_on=today() - 90 * DAY),
    )
    for tie in (ended, wrong):
        happened(world, tie, TieStepKind.ALONE, 84)
    assert len(open_questions(world.mentor)) == 2
    happened(world, ended, TieStepKind.ENDED)
    mark_tie_in_error(world.supervisor, wrong, "somebody else's")
    assert open_questions(world.mentor) == []
    with pytest.raises(RuleBroken):
        happened(world, wrong, TieStepKind.ALONE)


def test_a_supervisor_is_asked_as_well_and_another_team_is_not(world):
    tie = make_tie(world.client, thought_on=today() - 90 * DAY)
    happened(world, tie, TieStepKind.ALONE, 28)
    assert [each.tie_id for each in open_questions(world.supervisor)] == [tie.id]
    assert open_questions(world.other_supervisor) == open_questions(world.other_mentor) == []


def test_a_change_based_on_an_older_version_is_refused(world):
    tie = make_tie(world.client)
    with pytest.raises(Conflict):
        change_tie(world.mentor, tie, draft(), tie.version + 1)
    change_tie(world.mentor, tie, draft(), tie.version)
    assert list_ties(world.mentor, world.client.id)[0].name == "חוג ציור"


def test_only_who_added_it_and_the_supervisor_may_strike_it_through(world):
    mate = make_tie(world.client, created_by_id=world.mentor.id)
    assign(world.client, world.team_mate)
    with pytest.raises(NotAllowed):
        mark_tie_in_error(world.team_mate, mate, "wrong")
    with pytest.raises(RuleBroken):
        mark_tie_in_error(world.mentor, mate, " ")
    mark_tie_in_error(world.mentor, mate, "wrong")
    (row,) = list_ties(world.mentor, world.client.id)
    assert (row.is_in_error, row.error_reason) == (True, "wrong")
