from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.ties.path_rules import PointLook, path_of
from caseapp.ties.rules import (
    StillThere,
    TieDraft,
    TieKind,
    TieStanding,
    TieState,
    TieStepDraft,
    TieStepKind,
    check_tie,
    check_tie_step,
    is_counted,
    standing_of,
    state_of,
    week_asked,
)
from tests.ties.histories import BEGAN, DAYS, HISTORIES, Told, is_in_denominator, lasts

ALONE = Told(TieStepKind.ALONE, BEGAN)
TODAY = BEGAN + timedelta(days=200)


def after(days, kind=TieStepKind.ANSWER, week=12, answer=StillThere.ALONE):
    on = BEGAN + timedelta(days=days)
    return Told(kind, on, week, answer) if kind is TieStepKind.ANSWER else Told(kind, on)


def standing(*steps):
    state = state_of(steps)
    assert is_counted(state.alone_on, TODAY)
    return standing_of(state.lasting_on, state.ended_on, state.known_on)


@given(HISTORIES, st.integers(0, DAYS + 100))
def test_the_figure_of_any_history_is_the_one_that_the_definition_gives(steps, day):
    today, state = BEGAN + timedelta(days=day), state_of(steps)
    assert is_counted(state.alone_on, today) == is_in_denominator(steps, today)
    assert (state.lasting_on is not None) == lasts(steps)


@given(HISTORIES)
def test_a_counted_tie_stands_in_one_way_only_and_one_without_an_answer_never_lasts(steps):
    state = state_of(steps)
    stands = standing_of(state.lasting_on, state.ended_on, state.known_on)
    assert stands in TieStanding
    if not any(step.answer for step in steps):
        assert stands in (TieStanding.NOT_KNOWN, TieStanding.ENDED)


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ([after(84)], TieStanding.LASTING),
        ([after(83)], TieStanding.NOT_KNOWN),
        ([], TieStanding.NOT_KNOWN),
        ([after(84), after(85, TieStepKind.TOGETHER)], TieStanding.FADING),
        ([after(84, TieStepKind.TOGETHER), after(85)], TieStanding.LASTING),
        ([after(84, answer=StillThere.TOGETHER)], TieStanding.FADING),
        ([after(84, answer=StillThere.LESS)], TieStanding.FADING),
        ([after(84, answer=StillThere.GONE)], TieStanding.ENDED),
        ([after(30, TieStepKind.ENDED)], TieStanding.ENDED),
        ([after(84), after(100, TieStepKind.ENDED)], TieStanding.LASTING),
        ([after(9, TieStepKind.ENDED), after(80, TieStepKind.RETURNED)], TieStanding.NOT_KNOWN),
        (
            [after(9, TieStepKind.ENDED), after(80, TieStepKind.RETURNED), after(90, TieStepKind.ALONE), after(170)],
            TieStanding.NOT_KNOWN,
        ),
        (
            [after(9, TieStepKind.ENDED), after(80, TieStepKind.RETURNED), after(90, TieStepKind.ALONE), after(174)],
            TieStanding.LASTING,
        ),
    ],
)
def test_how_a_counted_tie_stands(steps, stands):
    assert standing(ALONE, *steps) is stands


def test_the_questions_come_four_twelve_and_twenty_six_weeks_after_the_first_time_alone():
    assert state_of([Told(TieStepKind.TOGETHER, BEGAN)]).ask_on is None
    assert state_of([ALONE]).ask_on == BEGAN + timedelta(weeks=4)
    assert state_of([ALONE, after(28, week=4)]).ask_on == BEGAN + timedelta(weeks=12)
    assert state_of([ALONE, after(84)]).ask_on == BEGAN + timedelta(weeks=26)
    assert state_of([ALONE, after(182, week=26)]).ask_on is None
    assert state_of([ALONE, after(28, week=4, answer=StillThere.GONE)]).ask_on is None
    weeks = [week_asked(BEGAN, BEGAN + timedelta(days=day)) for day in (27, 28, 83, 84, 181, 182)]
    assert weeks == [0, 4, 4, 12, 12, 26]


def test_a_tie_fades_until_a_visit_is_planned_or_it_holds_again():
    less = after(84, answer=StillThere.LESS)
    assert state_of([ALONE, less]).faded_on == less.on
    assert state_of([ALONE, less, after(90, TieStepKind.PLANNED)]).faded_on is None
    assert state_of([ALONE, less, after(90, TieStepKind.PLANNED)]).is_fading
    assert not state_of([ALONE, less, after(90, TieStepKind.ALONE)]).is_fading
    assert not state_of([Told(TieStepKind.TOGETHER, BEGAN)]).is_fading


def test_the_path_has_seven_points_and_the_mentors_part_fades_and_shows_when_she_joins_again():
    steps = [
        Told(TieStepKind.PLANNED, BEGAN - timedelta(days=20)),
        Told(TieStepKind.TOGETHER, BEGAN - timedelta(days=9)),
        ALONE,
        after(28, week=4),
        after(85, answer=StillThere.LESS),
        after(120, TieStepKind.TOGETHER),
    ]
    points = path_of(BEGAN - timedelta(days=30), steps, state_of(steps), BEGAN + timedelta(days=130))
    together, alone, fading, ahead = PointLook.TOGETHER, PointLook.ALONE, PointLook.FADING, PointLook.AHEAD
    assert [point.look for point in points] == [together] * 3 + [alone, alone, fading, ahead]
    assert [point.part for point in points] == [3, 3, 2, 0, 0, 0, 1]
    assert points[5].on == BEGAN + timedelta(days=85)
    assert points[6].on == BEGAN + timedelta(weeks=26)


def test_the_path_names_an_end_and_an_answer_that_is_missing():
    ended = [ALONE, after(20, TieStepKind.ENDED)]
    points = path_of(BEGAN, ended, state_of(ended), TODAY)
    assert [point.look for point in points[3:]] == [PointLook.ALONE, PointLook.ENDED, PointLook.AHEAD, PointLook.AHEAD]
    assert [point.on for point in points[4:]] == [BEGAN + timedelta(days=20), None, None]
    points = path_of(BEGAN, [ALONE], state_of([ALONE]), BEGAN + timedelta(days=90))
    assert [point.look for point in points[4:]] == [PointLook.UNKNOWN, PointLook.UNKNOWN, PointLook.AHEAD]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (TieDraft(" ", TieKind.PERSON), "name"),
        (TieDraft("x" * 81, TieKind.PERSON), "name"),
        (TieDraft("Dana", TieKind.PERSON, "x" * 201), "detail"),
        (TieDraft("Dana", TieKind.PERSON, thought_on=TODAY + timedelta(days=1)), "thought_on"),
        (TieDraft("Dana", TieKind.PERSON, thought_on=date(1026, 1, 1)), "thought_on"),
    ],
)
def test_a_tie_needs_a_short_name_and_a_day_that_has_come(draft, field):
    with pytest.raises(RuleBroken) as refused:
        check_tie(draft, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "state", "day"),
    [
        (TieStepKind.ALONE, TieState(ended_on=BEGAN), 5),
        (TieStepKind.PLANNED, TieState(ended_on=BEGAN), 5),
        (TieStepKind.RETURNED, TieState(), 5),
        (TieStepKind.ALONE, TieState(), -1),
        (TieStepKind.ENDED, TieState(), 2),
        (TieStepKind.ALONE, TieState(), 300),
    ],
)
def test_what_cannot_follow_is_refused(kind, state, day):
    draft = TieStepDraft(kind, BEGAN + timedelta(days=day))
    with pytest.raises(RuleBroken):
        check_tie_step(draft, state, [BEGAN, BEGAN + timedelta(days=3)], TODAY)


def test_a_visit_may_be_recorded_late_and_an_end_after_everything():
    for kind, day in ((TieStepKind.ALONE, 1), (TieStepKind.ENDED, 3)):
        draft = TieStepDraft(kind, BEGAN + timedelta(days=day))
        check_tie_step(draft, TieState(), [BEGAN, BEGAN + timedelta(days=3)], TODAY)
