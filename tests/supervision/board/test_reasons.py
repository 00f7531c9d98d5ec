"""Random histories: the counts of the board, and the reviews of the first page, which are found in SQL."""

from collections import Counter
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Movement, Outcome
from caseapp.audit import Act, record
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import RHYTHM_NAMES, ClientStatus
from caseapp.clock import now, today
from caseapp.db import db, transaction
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.stuck.models import StuckStep
from caseapp.stuck.queries import list_stuck
from caseapp.stuck.rules import NextAct, StepOutcome
from caseapp.supervision.board.filter_rules import BoardFilter
from caseapp.supervision.board.goal_queries import clients_to_review
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_limits, board_of
from caseapp.workdays import working_days_between
from tests.check_ins.records import make_check_in
from tests.measures.records import make_pulse
from tests.world import (
    amend,
    assign,
    keep,
    make_approval,
    make_client,
    make_concern,
    make_goal,
    make_group,
    make_meeting,
    make_team,
    make_tie,
    make_touch,
    make_user,
    rate,
)

TODAY = date(2026, 11, 22)
DAYS = (*range(-3, 17), 21, 22, 28, 29, 30, 31, 60, 83, 84, 85, 200)
BORDERS = (-60, -1, 0, 1, 59, 60, 61, 90)
MARKS = (*[Mark.ABSENT] * 5, *Mark)
STATES = (MeetingStatus.HELD, MeetingStatus.HELD, MeetingStatus.HOLIDAY)
TIE_FADED = {3: 0, 7: 84, 8: 85}  # by the days since the status: no further chance, which would change all others
SERVICES = ("amitim", "education", "social_mentoring", "social_mentoring")


def history(chance):
    """Anything that can have happened with a client, the borders of the rules more often than not."""

    def some(most):
        return range(chance.randint(0, most))

    faded = [(day, Outcome.HELD, True, False) for day in (40, 45, 50, 55)]
    return {
        "status": chance.choice([ClientStatus.ACTIVE] * 3 + list(ClientStatus)),
        "since": chance.choice([0, 3, 7, 8, 14, 15, 40]),
        "every": chance.choice([None, None, *RHYTHM_NAMES]),
        "met": chance.choice([[], faded, None, None])
        or [
            (chance.choice(DAYS), chance.choice(list(Outcome)), chance.random() < 0.7, chance.random() < 0.2)
            for _number in some(6)
        ],
        "approvals": [
            (-chance.randint(0, 200), chance.choice(BORDERS), chance.choice(SERVICES)) for _number in some(4)
        ],
        "marks": [
            (chance.randint(-1, 13), chance.randint(0, 1), chance.choice(MARKS), chance.choice(STATES))
            for _number in some(9)
        ],
        "goals": [
            (
                chance.choice([GoalStatus.ACTIVE, GoalStatus.DRAFT]),
                chance.choice([0, 29, 30, 31, 84]),
                chance.choice([None, None, 0, 29, 30, 31, 180]),
                chance.choice([None, None, 0, 29, 30, 31]),
                chance.choice([None, -1, 0, 1, 30, 31, 180, 181, 200]),
            )
            for _number in some(2)
        ],
        "worry": chance.choice([None, None, None, "open", "closed", "error"]),
        "moved": chance.random() < 0.2,
        "mentors": chance.choice(["one", "one", "one", "closed", "nobody", "both"]),
    }


def ago(number):
    return TODAY - timedelta(days=number)


@transaction
def keep_all(rows):
    db.session.add_all(rows)
    db.session.flush()
    record(Act.CLIENT_CHANGED, None)


def live(told, team, other, mentor, closed, groups):
    """A client with that history."""
    client = make_client(
        other if told["moved"] else team,
        mentor if told["mentors"] in ("one", "both") else None,
        status=told["status"],
        status_on=ago(told["since"]),
        meeting_every_days=told["every"],
    )
    if told["mentors"] in ("closed", "both"):
        assign(client, closed)
    for day, outcome, is_written, is_error in told["met"]:
        met = Activity(client_id=client.id, mentor_id=mentor.id, held_on=ago(day), starts_at=time(9), minutes=30)
        met.mode, met.outcome, met.created_at = Mode.PHONE, outcome, now()
        met.note, met.error_at = "met" if is_written else "", now() if is_error else None
        keep_all([met])
    for start, end, service in told["approvals"]:
        terms = {"amount": Decimal(2), "unit": ApprovalUnit.HOUR, "per": Per.WEEK}
        begins, ends = TODAY + timedelta(days=start), TODAY + timedelta(days=end)
        begins = min(begins, ends) if start % 4 else max(begins, ends - timedelta(days=1))
        if begins <= ends:
            keep_all([Approval(client_id=client.id, service=service, starts_on=begins, ends_on=ends, **terms)])
    for week, place, mark, status in told["marks"]:
        meeting = groups(place, ago(7 * week), status)
        if not any(each.client_id == client.id for each in meeting[1]):
            row = AttendanceMark(
                meeting_id=meeting[0].id, client_id=client.id, held_on=meeting[0].held_on, mark=mark, marked_at=now()
            )
            meeting[1].append(row)
            keep_all([row])
    for status, start, rated, noted, review in told["goals"]:
        review_on = None if review is None else ago(review)
        goal = make_goal(client, status=status, starts_on=ago(start), review_on=review_on)
        if rated is not None:
            rate(goal, mentor, ago(rated), 1)
        if noted is not None:
            met = Activity(client_id=client.id, mentor_id=mentor.id, held_on=ago(noted), starts_at=time(8), minutes=5)
            met.mode, met.outcome, met.created_at, met.note = Mode.PHONE, Outcome.HELD, now(), "met"
            keep_all([met])
            make_touch(met, goal, Movement.SAME)
    if told["since"] in TIE_FADED:
        make_tie(client, alone_on=ago(120), faded_on=ago(TIE_FADED[told["since"]]))
    if told["worry"]:
        ends = {"closed": {"closed_at": now()}, "error": {"error_at": now()}}.get(told["worry"], {})
        make_concern(client, mentor, **ends)
    return client


def meeting_places(team):
    """Finds or makes a meeting of one of two groups on a day."""
    groups, held = [make_group(team, name=f"G{n}") for n in range(2)], {}

    def on(place, day, status):
        if (place, day) not in held:
            row = Meeting(group_id=groups[place].id, held_on=day, status=status, created_at=now())
            keep_all([row])
            held[place, day] = (row, [])
        return held[place, day]

    return on


def is_accompanied(client):
    found = sa.select(Assignment.id).where(for_maintenance(), Assignment.client_id == client.id)
    return db.session.scalar(found.limit(1)) is not None


@pytest.mark.parametrize("seed", range(3))
def test_every_count_is_the_length_of_its_list_and_both_pages_agree_on_reviews(app, seed):
    chance, beside, seen = Random(seed), Random(f"pulse {seed}"), Counter()
    waits = set()
    team, other = make_team(), make_team()
    mentor, supervisor = make_user(Role.MENTOR, team), make_user(Role.SUPERVISOR, team)
    closed = make_user(Role.MENTOR, team, disabled_at=now())
    places = meeting_places(team)
    for _number in range(60):
        client = live(history(chance), team, other, mentor, closed, places)
        if chance.random() < 0.25:
            ask_on, outcome = ago(chance.randint(-5, 20)), chance.choice((None, *StepOutcome))
            step = {"way": NextAct.TALK, "ask_on": ask_on, "outcome": outcome, "chosen_by_id": mentor.id}
            keep_all(
                [StuckStep(client_id=client.id, answered_on=ago(3) if outcome else None, created_at=now(), **step)]
            )
        if beside.random() < 0.3:
            amend(make_pulse(client, mentor.id, 3, ago(beside.randint(0, 40))), needs_step=beside.random() < 0.7)
        if beside.random() < 0.3 and is_accompanied(client):
            days = beside.randint(0, 9)
            make_check_in(client, mentor, answered_at=now() - timedelta(days=days))
            if working_days_between(ago(days), today()) > 2:
                waits.add(client.id)
    for viewer in (supervisor, mentor):
        board = board_of(viewer)
        due = {row.id for row in board.rows if row.attention.number(Reason.REVIEW) is not None}
        assert due == clients_to_review(viewer, board_limits())
        shown = {
            reason: {row.id for row in board.rows if row.attention.number(reason) is not None} for reason in Reason
        }
        stuck = list_stuck(viewer)
        assert shown[Reason.STUCK] == {each.client_id for each in stuck if each.found and each.found.still_days}
        assert shown[Reason.LOST] == {e.client_id for e in stuck if e.found and e.found.lost_days is not None}
        assert shown[Reason.PULSE] == {each.client_id for each in stuck if each.found and each.found.pulse_is_low}
        assert shown[Reason.CHECK_IN] == waits & {row.id for row in board.rows}
        assert shown[Reason.ASKED] == {each.client_id for each in stuck if each.is_asked}
        for reason in Reason:
            chosen = board_of(viewer, BoardFilter(reason=reason))
            assert board.counts[reason] == len(chosen.rows) == len(shown[reason])
            seen[reason] += len(shown[reason])
        assert board.everybody == len(board.rows) == sum(board.parts.values())
    assert all(seen[reason] for reason in Reason), f"each reason must have occurred: {seen}"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((3, 3), (20,), {1}),  # two contacts on one client do not hide the other
        ((3,), (3,), set()),  # one contact each
        ((-2,), (20,), {0, 1}),  # a meeting that lies ahead is none
    ],
)
def test_contacts_of_one_client_say_nothing_about_another(world, first, second, expected):
    clients = [make_client(world.team, world.mentor, status_on=ago(60)) for _number in range(2)]
    for client, ons in zip(clients, (first, second), strict=True):
        for on in ons:
            keep_all(
                [
                    Activity(
                        client_id=client.id,
                        mentor_id=world.mentor.id,
                        held_on=ago(on),
                        starts_at=time(9),
                        minutes=60,
                        mode=Mode.IN_PERSON,
                        outcome=Outcome.HELD,
                        created_at=now(),
                    )
                ]
            )
    found = {row.id for row in board_of(world.mentor).rows if row.attention.number(Reason.NOT_MET)}
    assert {place for place, client in enumerate(clients) if client.id in found} == expected


@pytest.mark.parametrize(
    ("days_ago", "status", "word", "waits"),
    [
        (120, MeetingStatus.HELD, Mark.LATE, False),  # before the weeks of the board, and since the approval began
        (150, MeetingStatus.HELD, Mark.PRESENT, False),
        (151, MeetingStatus.HELD, Mark.PRESENT, True),
        (20, MeetingStatus.CANCELLED, Mark.PRESENT, True),  # corrected: the group did not meet
        (20, MeetingStatus.HELD, Mark.ABSENT, True),
    ],
)
def test_who_was_in_a_group_since_has_begun_on_the_board_and_on_the_page_of_approvals(
    world, as_, days_ago, status, word, waits
):
    make_approval(world.client, starts_on=ago(150), ends_on=ago(-150))
    meeting = make_meeting(make_group(world.team, world.mentor), ago(days_ago), status=status)
    keep(
        AttendanceMark(
            meeting_id=meeting.id, client_id=world.client.id, held_on=meeting.held_on, mark=word, marked_at=now()
        )
    )
    (row,) = board_of(world.mentor).rows
    assert row.attention.number(Reason.NOT_BEGUN) == (150 if waits else None)
    page = as_(world.mentor).see(f"/clients/{world.client.id}/approvals").words
    assert ("Approved and not begun; today is day 150" in page) is waits
