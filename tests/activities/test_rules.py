"""What a note may say, and what counts as contact."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.rules import (
    AHEAD,
    CANCELLED,
    KINDS_MAX,
    STEP_WITHIN,
    WEEKS_MAX,
    ActivityDraft,
    AmendmentDraft,
    Cancellation,
    Mode,
    Outcome,
    PlanDraft,
    check_amendment,
    check_cancellation,
    check_draft,
    check_plan,
    counts_as_contact,
    is_final,
    minutes_kept,
    sum_figure,
    weeks_begin_on,
)
from caseapp.activities.when_rules import check_not_long_ago, is_on_the_clock, usual_hour
from caseapp.errors import RuleBroken
from caseapp.followups.rules import Safety
from tests.refusals import refused

ISRAEL = ZoneInfo("Asia/Jerusalem")
SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ISRAEL)
MET = ActivityDraft(SUNDAY, time(9), 60, Mode.IN_PERSON, Outcome.HELD)


def draft(**more):
    return ActivityDraft(**{**MET.__dict__, **more})


def refusal(broken, now=NOW):
    with pytest.raises(RuleBroken) as caught:
        check_draft(broken, now)
    return caught.value.field


def test_a_plain_note_breaks_no_rule():
    check_draft(MET, NOW)


def test_a_day_still_ahead_is_refused_at_the_day():
    assert refusal(draft(held_on=SUNDAY + timedelta(days=1))) == "held_on"


def test_an_hour_still_ahead_is_refused_at_the_hour():
    assert refusal(draft(starts_at=time(10, 1))) == "starts_at"
    check_draft(draft(starts_at=time(10)), NOW)
    check_draft(draft(held_on=SUNDAY - timedelta(days=1), starts_at=time(23, 59)), NOW)


def test_the_hour_that_the_clocks_skip_in_spring_does_not_exist():
    """27 March 2026 02:30 does not exist; 25 October 2026 01:30 comes twice and is accepted."""
    assert refusal(draft(held_on=date(2026, 3, 27), starts_at=time(2, 30))) == "starts_at"
    check_draft(draft(held_on=date(2026, 10, 25), starts_at=time(1, 30)), NOW)


def test_an_hour_that_comes_twice_has_begun_once_its_first_time_has():
    autumn = draft(held_on=date(2026, 10, 25), starts_at=time(1, 40))
    check_draft(autumn, datetime(2026, 10, 25, 1, 10, tzinfo=ISRAEL, fold=1))
    assert refusal(autumn, datetime(2026, 10, 25, 1, 10, tzinfo=ISRAEL)) == "starts_at"


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.times().map(lambda at: at.replace(fold=0)))
def test_outside_the_spring_night_every_hour_exists(day, hour):
    skipped = not is_on_the_clock(day, hour, ISRAEL)
    assert not skipped or (day.month == 3 and day.weekday() == 4 and hour.hour == 2)


@pytest.mark.parametrize("outcome", [Outcome.HELD, Outcome.PARTLY])
def test_what_took_place_took_some_time(outcome):
    assert refusal(draft(outcome=outcome, minutes=0)) == "minutes"
    assert refusal(draft(outcome=outcome, minutes=-1)) == "minutes"
    assert refusal(draft(outcome=outcome, minutes=1441)) == "minutes"
    for minutes in (1, 1440):
        check_draft(draft(outcome=outcome, minutes=minutes), NOW)
        assert minutes_kept(outcome, minutes) == minutes
    assert minutes_kept(outcome, None) == 0


def test_a_note_says_what_became_of_the_meeting():
    assert refusal(draft(outcome=Outcome.PLANNED, minutes=0)) == "outcome"


def test_a_meeting_is_of_some_kinds_and_not_of_all():
    check_draft(draft(kinds=tuple(map(str, range(KINDS_MAX)))), NOW)
    assert refusal(draft(kinds=tuple(map(str, range(KINDS_MAX + 1))))) == "kinds"


@pytest.mark.parametrize("outcome", [Outcome.CLIENT_CANCELLED, Outcome.MENTOR_CANCELLED, Outcome.NO_SHOW])
def test_what_did_not_take_place_has_no_length(outcome):
    assert refusal(draft(outcome=outcome, minutes=60)) == "minutes"
    assert minutes_kept(outcome, 60) == 0
    check_draft(draft(outcome=outcome, minutes=0), NOW)


def test_a_worry_needs_a_sentence_and_a_note_without_worry_needs_none():
    for safety in (Safety.WATCH, Safety.CONSULT, Safety.EMERGENCY):
        assert refusal(draft(safety=safety)) == "note"
        check_draft(draft(safety=safety, note="She spoke of giving up."), NOW)


def test_the_next_step_lies_between_the_meeting_and_a_year_later():
    assert refusal(draft(next_step_on=SUNDAY - timedelta(days=1))) == "next_step_on"
    assert refusal(draft(next_step_on=SUNDAY + STEP_WITHIN + timedelta(days=1))) == "next_step_on"
    for day in (SUNDAY, SUNDAY + STEP_WITHIN):
        check_draft(draft(next_step_on=day), NOW)


def test_a_slip_of_the_year_is_caught():
    check_not_long_ago(SUNDAY - timedelta(days=732), SUNDAY)
    with pytest.raises(RuleBroken):
        check_not_long_ago(SUNDAY - timedelta(days=733), SUNDAY)


def test_a_note_is_final_once_its_hours_are_over_and_not_before():
    assert not is_final(NOW, NOW + timedelta(hours=47, minutes=59), 48)
    assert is_final(NOW, NOW + timedelta(hours=48), 48)
    assert is_final(NOW, NOW, 0)


def test_overviews_show_twelve_weeks_that_begin_on_sundays():
    assert {weeks_begin_on(SUNDAY + timedelta(days=number)) for number in range(7)} == {SUNDAY - timedelta(weeks=11)}
    assert weeks_begin_on(SUNDAY - timedelta(days=1)) == SUNDAY - timedelta(weeks=12)


def test_a_sum_is_written_without_idle_agorot():
    assert [sum_figure(Decimal(text)) for text in ("12", "12.00", "12.5", "0")] == ["12", "12", "12.50", "0"]


@given(
    st.datetimes(NOW.replace(tzinfo=None, month=1), NOW.replace(tzinfo=None)),
    st.integers(min_value=0, max_value=1440),
)
def test_the_hour_filled_in_is_a_quarter_of_today_and_never_ahead(now, minutes):
    hour = usual_hour(now.replace(tzinfo=ISRAEL), minutes)
    assert hour.minute % 15 == 0
    assert hour <= now.time()


def test_the_hour_filled_in_is_when_the_meeting_that_has_just_ended_began():
    assert usual_hour(NOW.replace(hour=11, minute=20), 60) == time(10, 15)
    assert usual_hour(NOW.replace(hour=0, minute=40), 60) == time(0, 30)
    assert usual_hour(NOW.replace(hour=1, minute=0), 60) == time(0, 0)
    assert usual_hour(datetime(2026, 3, 27, 3, 30, tzinfo=ISRAEL), 60) == time(1, 30)
    assert usual_hour(datetime(2026, 10, 25, 1, 10, tzinfo=ISRAEL, fold=1), 30) == time(1, 30)


@given(st.sampled_from(Outcome), st.integers(-3, 3), st.booleans())
def test_contact_took_place_is_not_in_error_and_not_ahead(outcome, days, in_error):
    counts = counts_as_contact(outcome, SUNDAY + timedelta(days=days), SUNDAY, in_error)
    assert counts == (outcome in (Outcome.HELD, Outcome.PARTLY) and days <= 0 and not in_error)


PLAN = PlanDraft(SUNDAY, time(16), 60, Mode.OUTING)


@pytest.mark.parametrize(
    ("changes", "weeks", "field"),
    [
        ({"held_on": SUNDAY - timedelta(days=1)}, 1, "held_on"),
        ({}, 0, "weeks"),
        ({}, WEEKS_MAX + 1, "weeks"),
        ({"held_on": SUNDAY + AHEAD + timedelta(days=1)}, 1, "held_on"),
        ({"held_on": SUNDAY + AHEAD}, 2, "held_on"),
        ({"held_on": date(2027, 3, 19), "starts_at": time(2, 30)}, 2, "starts_at"),
        ({"minutes": 0}, 1, "minutes"),
        ({"minutes": 1441}, 1, "minutes"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(changes, weeks, field):
    with refused(field):
        check_plan(replace(PLAN, **changes), weeks, NOW)


def test_a_plan_lies_between_today_and_a_year_ahead():
    for changes, weeks in (
        ({}, 1),
        ({"minutes": 1}, 1),
        ({"minutes": 1440}, WEEKS_MAX),
        ({"held_on": SUNDAY + AHEAD}, 1),
    ):
        check_plan(replace(PLAN, **changes), weeks, NOW)


def test_a_cancellation_says_who_and_why_and_a_correction_what_and_why():
    for outcome in Outcome:
        if outcome in CANCELLED:
            check_cancellation(Cancellation(outcome, "Ill"))
        else:
            with refused("outcome"):
                check_cancellation(Cancellation(outcome, "Ill"))
    with refused("reason"):
        check_cancellation(Cancellation(CANCELLED[0], " "))
    check_amendment(AmendmentDraft("On Monday", "A slip"))
    with refused("words"):
        check_amendment(AmendmentDraft(" ", "A slip"))
    with refused("reason"):
        check_amendment(AmendmentDraft("On Monday", " "))
