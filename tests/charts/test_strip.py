"""The contact strip, the heat strip, and attendance by month."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from caseapp.charts.months import MonthLabels, MonthMarks, month_bars
from caseapp.charts.shapes import Circle, Direction, Rect, ShapeRole, TextShape
from caseapp.charts.strip import LETTER, StripLabels, WeekMarks, contact_strip, heat_strip
from caseapp.charts.svg import small_svg, svg

LABELS = StripLabels("Title", "Description", "Week", "Meetings", "Calls", "Groups", "Attempts")
MONTHS = MonthLabels("Title", "Description", "Month", "There", "Meetings")
counts = st.integers(0, 7)
weeks = st.lists(
    st.builds(WeekMarks, st.just("1.1"), st.just(""), counts, counts, counts, counts), min_size=1, max_size=12
)


def of(picture, role, kind=Rect):
    return [shape for shape in picture.shapes if isinstance(shape, kind) and shape.role is role]


def test_each_meeting_call_and_group_is_a_block_and_an_attempt_a_ring():
    week = WeekMarks("1.1", "1.1", meetings=1, calls=2, groups=1, attempts=3)
    picture = contact_strip(labels=LABELS, weeks=[week], direction=Direction.LTR)
    assert [len(of(picture, role)) for role in (ShapeRole.MEETING, ShapeRole.CALL, ShapeRole.GROUP)] == [1, 2, 1]
    assert len(of(picture, ShapeRole.ATTEMPT, Circle)) == 1
    assert of(picture, ShapeRole.CALL)[0].height * 2 == of(picture, ShapeRole.MEETING)[0].height


def test_a_week_too_full_for_its_column_says_how_many_more():
    picture = contact_strip(labels=LABELS, weeks=[WeekMarks("1.1", "", meetings=9)], direction=Direction.LTR)
    assert "+4" in [shape.words for shape in picture.shapes if isinstance(shape, TextShape)]


def test_the_oldest_week_stands_where_reading_begins():
    two = [WeekMarks("old", "", meetings=1), WeekMarks("new", "")]
    for direction, is_left in ((Direction.LTR, True), (Direction.RTL, False)):
        picture = contact_strip(labels=LABELS, weeks=two, direction=direction)
        assert (of(picture, ShapeRole.MEETING)[0].x < picture.width / 2) is is_left


@given(
    st.lists(st.sampled_from(["", "", "May", "September", "1.11"]), min_size=1, max_size=52),
    st.sampled_from([310, 620]),
)
def test_labels_stand_inside_of_the_picture_and_do_not_touch(labels, width):
    row = [WeekMarks("", label) for label in labels]
    picture = contact_strip(labels=LABELS, weeks=row, direction=Direction.LTR, width=width)
    places = [
        (shape.x - len(shape.words) * LETTER / 2, shape.x + len(shape.words) * LETTER / 2)
        for shape in picture.shapes
        if isinstance(shape, TextShape)
    ]
    assert all(left >= 0 and right <= width for left, right in places)
    assert all(right <= left for (_left, right), (left, _right) in pairwise(places))
    assert bool(places) == any(labels)


def test_only_a_week_that_is_running_stands_on_a_band():
    for is_running in (True, False):
        picture = contact_strip(
            labels=LABELS, weeks=[WeekMarks("a", "")] * 3, direction=Direction.LTR, is_last_running=is_running
        )
        assert len(of(picture, ShapeRole.BAND)) == is_running


def test_heat_grows_to_three_and_an_attempt_alone_is_a_ring():
    row = [WeekMarks("a", "", meetings=n) for n in (1, 2, 3, 8)] + [WeekMarks("b", "", attempts=2), WeekMarks("c", "")]
    picture = heat_strip(labels=LABELS, weeks=row, direction=Direction.LTR)
    assert [len(of(picture, role)) for role in (ShapeRole.HEAT_1, ShapeRole.HEAT_2, ShapeRole.HEAT_3)] == [1, 1, 2]
    assert len(of(picture, ShapeRole.ATTEMPT, Circle)) == 1


@given(weeks)
def test_nothing_is_drawn_outside_of_the_picture_and_the_table_says_it_all(row):
    for draw in (contact_strip, heat_strip):
        picture = draw(labels=LABELS, weeks=row, direction=Direction.RTL)
        for shape in picture.shapes:
            if isinstance(shape, Rect):
                assert shape.x >= -0.01
                assert shape.x + shape.width <= picture.width + 0.01
                assert shape.y >= 0
                assert shape.y + shape.height <= picture.height
        assert [tuple(map(int, cells[1:])) for cells in picture.table.rows] == [
            (week.meetings, week.calls, week.groups, week.attempts) for week in reversed(row)
        ]


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=12))
def test_a_month_is_filled_as_far_as_one_was_there(months):
    given_months = [MonthMarks("May", min(there, of_), of_) for there, of_ in months]
    picture = month_bars(labels=MONTHS, months=given_months, direction=Direction.LTR)
    filled = sum(shape.height for shape in of(picture, ShapeRole.MEETING))
    whole = sum(shape.height for shape in of(picture, ShapeRole.GROUP))
    if whole:
        share = sum(month.there for month in given_months) / sum(month.counted for month in given_months)
        assert abs(filled / whole - share) < 1e-6
    assert all(earlier.y >= 0 for earlier, _later in pairwise(of(picture, ShapeRole.GROUP)))


def test_a_month_without_a_meeting_that_counts_has_no_percentage():
    assert MonthMarks("May", 0, 0).figure == "–"


def test_the_strip_is_drawn_with_classes_only():
    drawn = svg(contact_strip(labels=LABELS, weeks=[WeekMarks("a", "1.1", 1, 1, 1, 1)], direction=Direction.RTL))
    assert not re.search(r"style=|fill=", drawn)


def test_a_small_drawing_says_the_same_in_fewer_letters():
    row = [WeekMarks("a", "", meetings=1)] * 11 + [WeekMarks("b", "")]
    picture = heat_strip(labels=LABELS, weeks=row, direction=Direction.LTR)
    small = small_svg(picture)
    assert small.count("<path") == 2
    assert small.count("M") - small.count('"M') == 10
    assert 'aria-label="Description"' in small
    assert len(small) < len(svg(picture)) / 2
