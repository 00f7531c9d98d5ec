"""What reading is unusual: exact at each boundary, also on days when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.watch.readings.rules import (
    WINDOW,
    Look,
    crowded,
    day_bounds,
    is_namesake,
    is_out_of_hours,
    out_of_hours,
)

ZONE = ZoneInfo("Asia/Jerusalem")
START = datetime(2026, 11, 22, 8, tzinfo=UTC)
READER = UUID(int=1)


def looks(*pairs):
    return [Look(START + timedelta(seconds=second), READER, UUID(int=client)) for second, client in sorted(pairs)]


def test_ten_minutes_begin_with_a_look_and_end_before_the_same_moment_ten_minutes_later():
    last = int(WINDOW.total_seconds())
    assert len(list(crowded(looks((0, 1), (1, 2), (last - 1, 3)), 3))) == 1
    assert list(crowded(looks((0, 1), (1, 2), (last, 3)), 3)) == []
    assert list(crowded(looks(*((second, 1) for second in range(50))), 2)) == []
    (found,) = crowded(looks((0, 1), (700, 2), (701, 3), (702, 4)), 3)
    assert (found.began_at, len(found.client_ids)) == (START + timedelta(seconds=700), 3)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(2, 9)), max_size=40),
    st.integers(2, 6),
    st.integers(0, 3000),
)
def test_rows_are_found_exactly_where_ten_minutes_are_crowded_wherever_the_day_is_cut(pairs, number, cut):
    ordered = looks(*pairs)
    found = list(crowded(ordered, number))
    for row in found:
        inside = [look for look in ordered if row.began_at <= look.at <= row.ended_at]
        assert row.ended_at - row.began_at < WINDOW
        assert {look.client_id for look in inside} == row.client_ids
        assert len(row.client_ids) >= number
    assert all(before.ended_at <= after.began_at for before, after in pairwise(found))
    free = [look for look in ordered if not any(row.began_at <= look.at <= row.ended_at for row in found)]
    for first in free:
        window = {look.client_id for look in free if first.at <= look.at < first.at + WINDOW}
        gap = [row for row in found if first.at < row.began_at < first.at + WINDOW]
        assert len(window) < number or gap
    at = START + timedelta(seconds=cut)
    until = [row for row in crowded([look for look in ordered if look.at < at + WINDOW], number) if row.began_at < at]
    ended = max((row.ended_at for row in until), default=START - WINDOW)
    later = list(crowded([look for look in ordered if look.at >= at and look.at > ended], number))
    assert until + later == found


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 27), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)],
)
def test_a_day_has_its_own_hours_where_the_clocks_change(day, hours):
    begin, end = (each.astimezone(UTC) for each in day_bounds(day, ZONE))
    assert end - begin == timedelta(hours=hours)
    last = Look(end - timedelta(microseconds=1), READER, UUID(int=2))
    first = Look(begin, READER, UUID(int=3))
    (row,) = out_of_hours([first, last], ZONE, 6, 23)
    assert row.client_ids == {UUID(int=2), UUID(int=3)}


def test_the_first_usual_hour_is_usual_and_the_last_is_not():
    at = datetime(2026, 11, 22, 6, tzinfo=ZONE)
    assert not is_out_of_hours(at, 6, 23)
    assert is_out_of_hours(at - timedelta(microseconds=1), 6, 23)
    assert not is_out_of_hours(at.replace(hour=22, minute=59), 6, 23)
    assert is_out_of_hours(at.replace(hour=23), 6, 23)
    assert not is_out_of_hours(at.replace(hour=23), 0, 24)


def test_a_namesake_is_known_by_the_last_word_of_the_name():
    assert is_namesake("Maya Levi", "levi")
    assert is_namesake("מאיה לֵוִי", "לוי")
    assert not is_namesake("Levi Maya", "Levi")
    assert not is_namesake("", "Levi")
    assert not is_namesake("Maya Levi", "")
