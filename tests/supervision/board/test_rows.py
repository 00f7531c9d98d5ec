"""What the board shows of each client."""

from datetime import date, time, timedelta
from decimal import Decimal

from caseapp.activities.rules import Mode, Movement, Outcome
from caseapp.audit import Act, record
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.db import transaction
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from caseapp.supervision.board.filter_rules import BoardFilter
from caseapp.supervision.board.order_rules import Reason, Urgency
from caseapp.supervision.board.queries import board_of
from caseapp.supervision.models import Snooze
from tests.statements import statements
from tests.world import (
    assign,
    join,
    keep,
    make_activity,
    make_client,
    make_concern,
    make_goal,
    make_group,
    make_meeting,
    make_touch,
    rate,
)

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def approve(client, starts_on, ends_on, service="social_mentoring", amount=3, unit=ApprovalUnit.HOUR):
    row = Approval(
        client_id=client.id,
        service=service,
        amount=Decimal(amount),
        unit=unit,
        per=Per.WEEK,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return keep(row)


@transaction
def move(client, team):
    client.team_id = team.id
    record(Act.CLIENT_CHANGED, None, about=client)


def row_of(viewer, client):
    return next(row for row in board_of(viewer).rows if row.id == client.id)


def reasons(viewer, client):
    return [(reason.reason, reason.number) for reason in row_of(viewer, client).attention.reasons]


def test_a_supervisor_sees_the_team_and_a_mentor_their_own_clients(world):
    assert {row.id for row in board_of(world.supervisor).rows} == {world.client.id, world.team_mates_client.id}
    assert {row.id for row in board_of(world.mentor).rows} == {world.client.id}
    assert board_of(world.former_mentor).rows == board_of(world.administrator).rows == []


def test_days_without_a_meeting_are_counted_from_the_last_contact_by_whomever(world):
    make_activity(world.client, world.former_mentor, ago(21))
    make_activity(world.client, world.mentor, ago(2), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(world.client, world.mentor, ago(1), error_at=now())
    make_activity(world.client, world.mentor, TODAY + timedelta(days=1))
    make_activity(world.client, world.mentor, TODAY + timedelta(days=3), outcome=Outcome.PLANNED)
    row = row_of(world.supervisor, world.client)
    assert [(each.reason, each.number, each.of) for each in row.attention.reasons] == [(Reason.NOT_MET, 21, 7)]
    assert (row.last_on, row.next_on) == (ago(21), TODAY + timedelta(days=3))
    assert row.attention.urgency is Urgency.TODAY


def test_the_files_own_rhythm_goes_before_the_organisations(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28, status_on=ago(200))
    make_activity(client, world.mentor, ago(28))
    assert reasons(world.mentor, client) == []


def test_paused_clients_are_not_expected_and_closed_ones_not_shown(world):
    paused = make_client(world.team, world.mentor, status=ClientStatus.PAUSED, status_on=ago(100))
    closed = make_client(world.team, world.mentor, status=ClientStatus.CLOSED)
    assert reasons(world.mentor, paused) == []
    assert closed.id not in {row.id for row in board_of(world.mentor).rows}


def test_a_client_who_was_never_met_counts_from_the_day_of_becoming_active(world):
    client = make_client(world.team, world.mentor, status_on=ago(10))
    [reason] = row_of(world.mentor, client).attention.reasons
    assert (reason.number, reason.never) == (10, True)


def test_an_approval_counts_to_its_end_and_a_renewal_ends_the_worry(world):
    client = make_client(world.team, world.mentor)
    make_activity(client, world.mentor, ago(2))
    approve(client, ago(100), TODAY + timedelta(days=25))
    assert reasons(world.mentor, client) == [(Reason.APPROVAL, 25)]
    approve(client, TODAY + timedelta(days=26), TODAY + timedelta(days=300))
    row = row_of(world.mentor, client)
    assert not row.attention.reasons
    assert row.approval.ends_on == TODAY + timedelta(days=300)


def test_an_approval_that_has_ended_says_since_when(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28)
    approve(client, ago(100), ago(12))
    assert reasons(world.mentor, client) == [(Reason.APPROVAL, -12)]


def test_absences_run_until_somebody_comes(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28)
    make_activity(client, world.mentor, ago(20), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(client, world.mentor, ago(15))
    make_activity(client, world.mentor, ago(9), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(client, world.mentor, ago(6), outcome=Outcome.MENTOR_CANCELLED, minutes=0)
    assert reasons(world.mentor, client) == []
    make_activity(client, world.mentor, ago(3), outcome=Outcome.CLIENT_CANCELLED, minutes=0)
    assert reasons(world.mentor, client) == [(Reason.ABSENCES, 2)]


def test_absences_from_a_group_run_too_and_an_excuse_neither_counts_nor_ends_them(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28)
    group = make_group(world.team)
    join(group, client)
    given = (Mark.PRESENT, Mark.ABSENT, Mark.EXCUSED, Mark.ABSENT)
    for place, mark in enumerate(given):
        meeting = make_meeting(group, ago(28 - 7 * place))
        keep(
            AttendanceMark(
                meeting_id=meeting.id, client_id=client.id, held_on=meeting.held_on, mark=mark, marked_at=now()
            )
        )
    row = row_of(world.mentor, client)
    [reason] = row.attention.reasons
    assert (reason.reason, reason.number, reason.in_group) == (Reason.ABSENCES, 2, True)
    assert (row.group_there, row.group_counted) == (1, 3)


def test_notes_are_missing_after_two_working_days(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28)
    for day in (ago(1), ago(3), ago(4), ago(5)):  # Saturday, Thursday, Wednesday, Tuesday; today is a Sunday
        make_activity(client, world.mentor, day, outcome=Outcome.PLANNED)
    make_activity(client, world.mentor, ago(27), note="")
    assert reasons(world.mentor, client) == [(Reason.NOTES, 2)]


def test_a_goal_that_nobody_touched_is_told_and_one_that_moved_is_counted(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28)
    goal = make_goal(client, starts_on=ago(200))
    rate(goal, world.mentor, ago(45), 0)
    assert reasons(world.mentor, client) == [(Reason.GOALS, 45)]
    rate(goal, world.mentor, ago(5), 1)
    row = row_of(world.mentor, client)
    assert (row.goals_active, row.goals_moved, row.attention.reasons) == (1, 1, ())


def test_hours_of_the_month_stand_against_what_is_approved_for_it(world):
    client = make_client(world.team, world.mentor)
    approve(client, ago(100), TODAY + timedelta(days=300), amount=7)
    make_activity(client, world.mentor, date(2026, 11, 3), minutes=90)
    make_activity(client, world.mentor, date(2026, 10, 31), minutes=60)
    make_activity(client, world.mentor, date(2026, 11, 9), outcome=Outcome.PARTLY, minutes=30, starts_at=time(9))
    (hours,) = row_of(world.mentor, client).hours
    assert (hours.used, hours.approved) == (Decimal(2), Decimal(30))


def test_the_strip_tells_meetings_calls_groups_and_attempts_by_week(world):
    client = make_client(world.team, world.mentor)
    make_activity(client, world.mentor, TODAY, mode=Mode.PHONE)
    make_activity(client, world.mentor, ago(1))
    make_activity(client, world.mentor, ago(2), outcome=Outcome.NO_SHOW, minutes=0)
    weeks = row_of(world.mentor, client).weeks
    assert len(weeks) == 12
    assert (weeks[-1].calls, weeks[-1].meetings) == (1, 0)
    assert (weeks[-2].meetings, weeks[-2].attempts) == (1, 1)


def test_a_snoozed_row_sinks_until_its_day_but_not_with_an_open_concern(world):
    quiet = make_client(world.team, world.mentor, status_on=ago(50), search_name="a")
    other = make_client(world.team, world.mentor, status_on=ago(10), search_name="b")
    snooze = Snooze(
        client_id=quiet.id, until_on=TODAY + timedelta(days=5), created_by_id=world.supervisor.id, created_at=now()
    )
    snooze.reason = "In hospital until Friday"
    keep(snooze)
    rows = board_of(world.supervisor).rows
    assert rows[-1].id == quiet.id
    assert rows[-1].snoozed.reason == "In hospital until Friday"
    make_concern(quiet, world.mentor)
    rows = board_of(world.supervisor).rows
    assert rows[0].id == quiet.id
    assert other.id in {row.id for row in rows}


def test_a_client_with_a_concern_stands_first_then_the_longest_unmet_for_their_interval_then_ended_approvals(world):
    def client(name, **more):
        return make_client(world.other_team, world.other_mentor, given_name=name, search_name=name, **more)

    worry, ended = client("worry", meeting_every_days=28), client("ended", meeting_every_days=28)
    long, short = client("long", status_on=ago(40), meeting_every_days=21), client("short", status_on=ago(30))
    calm, calmer = client("calm", status_on=ago(1)), client("calmer", status_on=ago(1))
    make_concern(worry, world.other_mentor)
    approve(ended, ago(100), ago(1))
    world_client = world.other_client.id
    names = [row.id for row in board_of(world.other_supervisor).rows if row.id != world_client]
    assert names == [worry.id, short.id, long.id, ended.id, calm.id, calmer.id]


def test_the_filters_count_what_they_show(world):
    make_activity(world.team_mates_client, world.team_mate, TODAY)
    board = board_of(world.supervisor, BoardFilter(reason=Reason.NOT_MET))
    assert board.counts[Reason.NOT_MET] == len(board.rows)
    only = board_of(world.supervisor, BoardFilter(mentor_id=world.team_mate.id))
    assert [row.id for row in only.rows] == [world.team_mates_client.id]
    assert only.everybody == 1


def test_a_moved_client_counts_with_the_team_of_the_day(world):
    make_activity(world.client, world.mentor, ago(20))
    move(world.client, world.other_team)
    assert world.client.id in {row.id for row in board_of(world.other_supervisor).rows}
    assert world.client.id not in {row.id for row in board_of(world.supervisor).rows}


def test_a_contact_in_error_ends_no_absences(world):
    client = make_client(world.team, world.mentor, meeting_every_days=28)
    for days in (9, 5):
        make_activity(client, world.mentor, ago(days), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(client, world.mentor, ago(2), error_at=now())
    assert reasons(world.mentor, client) == [(Reason.ABSENCES, 2)]


def test_the_newest_snooze_counts(world):
    for hour, until in ((1, TODAY + timedelta(days=5)), (2, ago(1))):
        at = now() - timedelta(hours=9 - hour)
        row = Snooze(client_id=world.client.id, until_on=until, created_by_id=world.supervisor.id, created_at=at)
        row.reason = "Away"
        keep(row)
    assert row_of(world.supervisor, world.client).snoozed is None


def test_the_mentors_and_the_next_meeting_are_those_of_today(world):
    make_activity(world.client, world.mentor, TODAY, outcome=Outcome.PLANNED)
    row = row_of(world.supervisor, world.client)
    assert [mentor.name for mentor in row.mentors] == [world.mentor.name]
    assert row.next_on == TODAY


def test_five_statements_and_six_for_those_whose_records_have_changed_however_many_they_are(world):
    counts = []
    for number in (1, 15, 70, 0):
        for _time in range(number):
            client = make_client(world.team, world.mentor)
            assign(client, world.team_mate)
            make_activity(client, world.mentor, ago(3))
            make_goal(client)
        with statements() as sent:
            board_of(world.supervisor)
        counts.append(len(sent))
    assert counts == [5 + 6 - 1, 5 + 6, 5 + 6, 5]  # at first nobody is remembered whose mentors could be asked for


def test_a_part_of_the_board_has_the_same_rows_as_the_whole(world):
    for number in range(7):
        client = make_client(world.team, world.mentor)
        make_activity(client, world.mentor, ago(number * 5))
        make_touch(make_activity(client, world.mentor, ago(3)), make_goal(client), Movement.STEP)
    whole = board_of(world.supervisor)
    parts = [board_of(world.supervisor, shown=slice(start, start + 3)) for start in range(0, whole.total, 3)]
    assert [row for part in parts for row in part.rows] == whole.rows
    assert {(part.total, part.everybody) for part in parts} == {(len(whole.rows), whole.everybody)}
    assert any(row.goals_moved for row in whole.rows)
