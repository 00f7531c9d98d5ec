"""What a note may say, and what counts as contact."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.rules import (
    ActivityDraft,
    Mode,
    Outcome,
    check_draft,
    check_not_long_ago,
    counts_as_contact,
    is_on_the_clock,
    minutes_kept,
    usual_hour,
)
from caseapp.errors import RuleBroken
from caseapp.followups.rules import Safety

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


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.times().map(lambda at: at.replace(fold=0)))
def test_outside_the_spring_night_every_hour_exists(day, hour):
    skipped = not is_on_the_clock(day, hour, ISRAEL)
    assert not skipped or (day.month == 3 and day.weekday() == 4 and hour.hour == 2)


@pytest.mark.parametrize("outcome", [Outcome.HELD, Outcome.PARTLY])
def test_what_took_place_took_some_time(outcome):
    assert refusal(draft(outcome=outcome, minutes=0)) == "minutes"
    assert refusal(draft(outcome=outcome, minutes=1441)) == "minutes"


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
    assert refusal(draft(next_step_on=date(2206, 11, 29))) == "next_step_on"
    check_draft(draft(next_step_on=SUNDAY), NOW)


def test_a_slip_of_the_year_is_caught():
    check_not_long_ago(date(2024, 12, 1), SUNDAY)
    with pytest.raises(RuleBroken):
        check_not_long_ago(date(2024, 11, 1), SUNDAY)


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


@given(st.sampled_from(Outcome), st.integers(-3, 3), st.booleans())
def test_contact_took_place_is_not_in_error_and_not_ahead(outcome, days, in_error):
    counts = counts_as_contact(outcome, SUNDAY + timedelta(days=days), SUNDAY, in_error)
    assert counts == (outcome in (Outcome.HELD, Outcome.PARTLY) and days <= 0 and not in_error)
