"""Who is stuck, and what is told about what helped, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clients.rules import FEWEST_TOLD
from caseapp.errors import RuleBroken
from caseapp.stuck.rules import (
    HelpTally,
    LostTie,
    NextAct,
    Obstacle,
    Stuck,
    StuckFacts,
    StuckLimits,
    check_free,
    count_help,
    find_stuck,
    is_asked,
    is_fading,
)

TODAY = date(2026, 11, 22)
LIMITS = StuckLimits(TODAY, still_days=60, fading_percent=50, lost_days=14)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (StuckFacts(), None),
        (StuckFacts(still_since=ago(59)), None),
        (StuckFacts(still_since=ago(60)), (60, False, None)),
        (StuckFacts(still_since=ago(90), helped_on=ago(59)), None),
        (StuckFacts(still_since=ago(90), helped_on=ago(60)), (60, False, None)),
        (StuckFacts(still_since=ago(90), ask_on=ago(1)), None),
        (StuckFacts(still_since=ago(1), lately=1, before=5), (None, True, None)),
        (StuckFacts(lately=1, before=4), None),
        (StuckFacts(lately=1, before=5, every=28), None),
        (StuckFacts(lately=0, before=2), None),
        (StuckFacts(lately=1, before=5, helped_on=ago(27)), None),
        (StuckFacts(lately=1, before=5, helped_on=ago(28)), (None, True, None)),
        (StuckFacts(lost=LostTie(ago(13))), None),
        (StuckFacts(lost=LostTie(ago(14))), (None, False, 14)),
        (StuckFacts(lost=LostTie(ago(14), begun_on=ago(15))), (None, False, 14)),
        (StuckFacts(lost=LostTie(ago(14), begun_on=ago(14))), None),
        (StuckFacts(lost=LostTie(ago(14)), helped_on=ago(14)), None),
        (StuckFacts(lost=LostTie(ago(14)), helped_on=ago(15)), (None, False, 14)),
        (StuckFacts(lost=LostTie(ago(14)), ask_on=ago(-9)), None),
        (StuckFacts(still_since=ago(60), lately=1, before=5, lost=LostTie(ago(20))), (60, True, 20)),
        (StuckFacts(pulse_low_on=ago(3)), (None, False, None, True)),
        (StuckFacts(pulse_low_on=ago(3), helped_on=ago(3)), None),
        (StuckFacts(pulse_low_on=ago(3), helped_on=ago(4)), (None, False, None, True)),
        (StuckFacts(pulse_low_on=ago(3), ask_on=ago(-2)), None),
    ],
)
def test_who_is_stuck(facts, found):
    assert find_stuck(facts, LIMITS) == (found and Stuck(*found))


def test_a_step_is_asked_about_on_its_day_and_after():
    assert [is_asked(day, TODAY) for day in (None, ago(-1), TODAY, ago(30))] == [False, False, True, True]


@given(st.integers(0, 30), st.integers(0, 60), st.integers(10, 90))
def test_a_lower_share_lets_fewer_fade(lately, before, percent):
    if is_fading(lately, before, 7, percent):
        assert is_fading(lately, before, 7, 90)
        assert 2 * lately * 100 < before * percent


def test_a_step_under_way_is_answered_first():
    check_free(is_under_way=False)
    with pytest.raises(RuleBroken):
        check_free(is_under_way=True)


TALLIES = st.lists(
    st.builds(
        lambda obstacles, way, helped, not_helped: HelpTally(frozenset(obstacles), way, helped + not_helped, helped),
        st.sets(st.sampled_from([str(each) for each in Obstacle]), max_size=3),
        st.sampled_from(NextAct),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=12,
)


@given(TALLIES, st.sets(st.sampled_from(Obstacle), max_size=3))
def test_what_helped_is_told_from_five_answers_on_and_each_counts_once(tallies, obstacles):
    counts = count_help(tallies, obstacles)
    for way in NextAct:
        answers = [
            helped
            for each in tallies
            for helped in [True] * each.helped + [False] * (each.answered - each.helped)
            if each.way is way and (not obstacles or any(str(one) in each.obstacles for one in obstacles))
        ]
        told = (sum(answers), len(answers)) if len(answers) >= FEWEST_TOLD else (None, None)
        assert counts[way] == told
