from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.clients.assignments.rules import AssignmentDraft, check_cover
from caseapp.clients.transfers.rules import NOTE_MAX, check_note, last_day_before, last_day_in_team
from caseapp.errors import RuleBroken

MAYA, NOA = uuid7(), uuid7()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@dataclass
class Accompanies:
    mentor_id: UUID = MAYA
    covered_id: UUID | None = None
    starts_on: date = date(2026, 1, 1)
    ends_on: date | None = None


@pytest.mark.parametrize(
    ("mentor", "ends_on", "period", "field"),
    [
        (NOA, None, Accompanies(), "ends_on"),
        (MAYA, date(2026, 12, 1), Accompanies(), "covered_id"),
        (NOA, date(2026, 12, 1), Accompanies(mentor_id=NOA), "covered_id"),
        (NOA, date(2026, 12, 1), Accompanies(ends_on=date(2026, 11, 21)), "covered_id"),
        (NOA, date(2026, 12, 1), Accompanies(covered_id=NOA), "covered_id"),
        (NOA, date(2026, 12, 1), Accompanies(ends_on=date(2025, 12, 31)), "covered_id"),
    ],
)
def test_a_cover_that_cannot_be_is_refused_at_its_field(mentor, ends_on, period, field):
    with pytest.raises(RuleBroken) as refused:
        check_cover(AssignmentDraft(mentor, date(2026, 11, 22), ends_on, MAYA), [period])
    assert refused.value.field == field


def test_a_cover_until_a_day_for_who_accompanies_passes():
    draft = AssignmentDraft(NOA, date(2026, 11, 22), date(2026, 12, 1), MAYA)
    check_cover(draft, [Accompanies(ends_on=date(2026, 11, 22))])


@given(DAYS, DAYS, st.none() | DAYS)
def test_the_old_assignment_ends_on_the_eve_and_is_never_prolonged_nor_emptied(day, starts_on, ends_on):
    if day <= starts_on or (ends_on and day > ends_on + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            last_day_before(day, starts_on, ends_on)
    else:
        last = last_day_before(day, starts_on, ends_on)
        assert starts_on <= last == day - timedelta(days=1)
        assert ends_on is None or last <= ends_on


@given(DAYS, DAYS)
def test_nobody_of_the_former_team_accompanies_on_the_day_of_the_move_or_later(today, starts_on):
    last = last_day_in_team(today, starts_on)
    assert last == max(today, starts_on) - timedelta(days=1)
    assert starts_on - timedelta(days=1) <= last
    assert last < today or last < starts_on


def test_a_note_has_an_end():
    check_note("x" * NOTE_MAX)
    with pytest.raises(RuleBroken):
        check_note("x" * (NOTE_MAX + 1))
