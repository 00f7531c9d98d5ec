"""The order of the board: people before papers, each reason before all less important ones, no two rows alike."""

from datetime import timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.activities.rules import Outcome
from caseapp.basket.rules import SOCIAL_MENTORING
from caseapp.clients.rules import ClientStatus
from caseapp.supervision.board.facts_rules import ApprovalPeriod, BoardFacts, BoardMeeting
from caseapp.supervision.board.order_rules import (
    ORDER,
    Attention,
    AttentionReason,
    Reason,
    Urgency,
    order_key,
)
from caseapp.supervision.board.rules import attention_for
from tests.supervision.board.test_rules import FACTS, LIMITS, TODAY, ago

ID = UUID(int=0)
NEEDS = FACTS.map(lambda facts: attention_for(facts, LIMITS))
ROWS = st.lists(st.tuples(NEEDS, st.sampled_from(["", "a", "b"]), st.uuids()), max_size=8, unique_by=lambda row: row[2])


def place(attention, name="", client_id=ID):
    return order_key(attention, name, client_id)


def attention(**numbers):
    """Reasons by name and number; `not_met=(20, "today")` says how urgent one is."""
    found = []
    for name, number in numbers.items():
        number, urgency = number if isinstance(number, tuple) else (number, "week")
        found.append(AttentionReason(Reason(name), number, Urgency[urgency.upper()], of=7))
    return Attention(tuple(sorted(found, key=lambda each: each.place)))


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        (attention(concern=(0, "today")), attention(nobody=(0, "today"), not_met=(99, "today"), absences=9)),
        (attention(nobody=(0, "today")), attention(not_met=(99, "today"), approval=(-9, "today"))),
        (attention(account=(1, "today")), attention(not_met=(99, "today"), approval=(-9, "today"))),
        (attention(not_met=(39, "today"), absences=5), attention(approval=(-9, "today"), absences=9)),
        (attention(not_met=(39, "today"), absences=5), attention(approval=25)),
        (attention(not_met=(21, "today")), attention(not_met=(20, "today"), absences=9)),
        (attention(approval=(3, "today")), attention(approval=25, not_met=13, absences=9)),
        (attention(approval=25), attention(not_met=13, absences=9)),
        (attention(approval=25, not_met=9), attention(approval=25, not_met=8, absences=9)),
        (attention(not_met=8), attention(absences=9, notes=9, goals=99)),
        (attention(not_met=8, absences=3), attention(not_met=8, absences=2, notes=9)),
        (attention(absences=2), attention(nobody=0, not_begun=99, notes=9, goals=99)),
        (attention(not_begun=14), attention(fading=0, notes=9, goals=99)),
        (attention(fading=0), attention(fading=1, notes=9)),
        (attention(fading=1), attention(notes=9, goals=99)),
        (attention(absences=2, notes=2), attention(absences=2, notes=1, goals=99)),
        (attention(notes=1), attention(goals=99)),
        (attention(goals=40), attention(goals=39)),
        (attention(goals=30), attention(review=99)),
        (attention(review=0), attention()),
    ],
)
def test_each_reason_goes_before_all_less_important_ones(sooner, later):
    assert place(sooner, "z") < place(later, "a")


def test_who_has_not_been_met_for_long_stands_above_an_approval_that_ends_in_weeks():
    away = [BoardMeeting(ago(days), Outcome.NO_SHOW) for days in (35, 28, 21, 14, 7)]
    long = [ApprovalPeriod(SOCIAL_MENTORING, ago(200), ago(-200))]
    unmet = BoardFacts(ClientStatus.ACTIVE, ago(200), last_on=ago(39), meetings=away, approvals=long)
    ending = BoardFacts(
        ClientStatus.ACTIVE, ago(200), last_on=TODAY, approvals=[ApprovalPeriod(SOCIAL_MENTORING, ago(200), ago(-25))]
    )
    first, second = attention_for(unmet, LIMITS), attention_for(ending, LIMITS)
    assert [(each.reason, each.number) for each in first.reasons] == [(Reason.NOT_MET, 39), (Reason.ABSENCES, 5)]
    assert [(each.reason, each.number) for each in second.reasons] == [(Reason.APPROVAL, 25)]
    assert (first.urgency, second.urgency) == (Urgency.TODAY, Urgency.WEEK)
    assert place(first, "z") < place(second, "a")


def test_equal_needs_stand_by_name_and_namesakes_by_file():
    assert place(attention(notes=2), "a", UUID(int=2)) < place(attention(notes=2), "b", UUID(int=1))
    assert place(attention(notes=2), "a", UUID(int=1)) < place(attention(notes=2), "a", UUID(int=2))


def test_every_reason_has_a_place():
    assert {reason for _urgency, reason in ORDER} == set(Reason)
    assert sorted(ORDER, key=lambda weight: weight[0]) == list(ORDER)


@settings(max_examples=40)
@given(ROWS, st.randoms())
def test_the_order_is_total_and_the_same_however_the_rows_came(rows, chance: Random):
    keys = [place(*row) for row in rows]
    assert len(set(keys)) == len(keys)
    for first in keys:
        for second in keys:
            assert (first < second) + (second < first) + (first == second) == 1
    ordered = sorted(rows, key=lambda row: place(*row))
    mixed = list(rows)
    chance.shuffle(mixed)
    assert sorted(mixed, key=lambda row: place(*row)) == ordered
    assert sorted(ordered, key=lambda row: place(*row)) == ordered


@settings(max_examples=40)
@given(ROWS)
def test_the_parts_of_the_board_and_the_same_most_important_reasons_stand_together(rows):
    ordered = [row[0] for row in sorted(rows, key=lambda row: place(*row))]
    for first, second in pairwise(ordered):
        assert first.urgency <= second.urgency
        if first.urgency == second.urgency and first.reasons and second.reasons:
            assert first.reasons[0].place <= second.reasons[0].place


@given(FACTS, st.integers(1, 60))
def test_nobody_sinks_by_being_away_for_longer(facts, days):
    longer = BoardFacts(**{**vars(facts), "last_on": (facts.last_on or facts.since_on) - timedelta(days=days)})
    known = BoardFacts(**{**vars(facts), "last_on": facts.last_on or facts.since_on})
    assert place(attention_for(longer, LIMITS)) <= place(attention_for(known, LIMITS))
