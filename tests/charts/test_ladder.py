from datetime import date

import pytest

from caseapp.charts.ladder import LadderLabels, MonthMark, RatingMark, ladder_chart
from caseapp.charts.shapes import Circle, Diamond, Direction, Polyline, Rect, ShapeRole, Square, TextShape
from caseapp.charts.stairs import StairsLabels, stairs

LABELS = LadderLabels("Coffee", "From −1 to +1", "expected", "Start", "Mentor", "Client", "Day")
STAIRS_LABELS = StairsLabels("Coffee", "Now +1", "Start", "Expected", "Mentor", "Client")
START = RatingMark(date(2026, 1, 1), -1, "1 Jan")
MARCH = RatingMark(date(2026, 3, 1), 1, "1 Mar")
APRIL = RatingMark(date(2026, 4, 1), 0, "1 Apr")


def chart(**changes):
    given = {
        "labels": LABELS,
        "first": date(2026, 1, 1),
        "last": date(2026, 5, 1),
        "start": START,
        "mentor": [MARCH],
        "client": [MARCH],
        "months": [],
        "direction": Direction.LTR,
    } | changes
    return ladder_chart(**given)


def of(picture, kind, role=None):
    return [s for s in picture.shapes if isinstance(s, kind) and role in (None, s.role)]


def test_five_bands_and_the_expected_one_stands_out():
    assert len(of(chart(), Rect, ShapeRole.BAND)) == 4
    (expected,) = of(chart(), Rect, ShapeRole.EXPECTED)
    middle = sorted(rect.y for rect in of(chart(), Rect))[2]
    assert expected.y == middle


def test_equal_ratings_never_hide_each_other():
    """The mentor's mark stands under the middle of the band, the client's as far over it."""
    (diamond,), (circle,) = of(chart(), Diamond), of(chart(), Circle)
    assert diamond.x == circle.x
    assert diamond.y - circle.y == 12


def test_time_runs_from_the_start_and_from_the_right_in_hebrew():
    square, diamond = of(chart(), Square)[0], of(chart(), Diamond)[0]
    assert square.x < diamond.x
    turned = chart(direction=Direction.RTL)
    assert of(turned, Square)[0].x > of(turned, Diamond)[0].x


def test_a_line_steps_at_each_rating_and_reaches_the_last_day():
    (line,) = of(chart(mentor=[APRIL, MARCH]), Polyline, ShapeRole.MENTOR)
    xs = [x for x, _ in line.points]
    assert xs == sorted(xs)
    assert xs[-1] > of(chart(mentor=[APRIL]), Diamond)[0].x
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(line.points, line.points[1:], strict=False))


@pytest.mark.parametrize("client", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("mentor", [-2, -1, 0, 1, 2])
def test_names_at_the_line_ends_never_overlap(mentor, client):
    picture = chart(mentor=[RatingMark(MARCH.on, mentor, "1 Mar")], client=[RatingMark(MARCH.on, client, "1 Mar")])
    (one,), (other,) = of(picture, TextShape, ShapeRole.MENTOR), of(picture, TextShape, ShapeRole.CLIENT)
    assert abs(one.y - other.y) >= 15


def test_a_rater_without_ratings_has_no_line_and_no_name():
    picture = chart(client=[])
    assert not of(picture, Circle)
    assert not of(picture, Polyline, ShapeRole.CLIENT)
    assert not of(picture, TextShape, ShapeRole.CLIENT)


def test_months_that_would_touch_are_left_out():
    months = [MonthMark(date(2026, 1, day), f"{day}") for day in (1, 2, 30)]
    assert [text.words for text in of(chart(months=months), TextShape, ShapeRole.AXIS)] == ["1", "30"]


def test_the_table_says_what_the_picture_shows():
    table = chart(mentor=[MARCH, APRIL]).table
    assert table.headings == ("Day", "Mentor", "Client")
    assert table.rows == (("Start, 1 Jan", "−1", "–"), ("1 Mar", "+1", "+1"), ("1 Apr", "0", "–"))


def test_a_chart_of_a_single_day_can_be_drawn():
    assert chart(last=date(2026, 1, 1), mentor=[START], client=[]).shapes


def test_stairs_rise_in_reading_direction():
    for direction, sign in ((Direction.LTR, 1), (Direction.RTL, -1)):
        picture = stairs(labels=STAIRS_LABELS, start=-1, mentor=1, client=0, direction=direction)
        steps = [rect for rect in of(picture, Rect) if rect.role in (ShapeRole.STEP, ShapeRole.EXPECTED)]
        heights = [rect.height for rect in sorted(steps, key=lambda rect: sign * rect.x)]
        assert heights == sorted(heights)
        assert len(set(heights)) == 5


def test_marks_on_one_step_stand_side_by_side():
    picture = stairs(labels=STAIRS_LABELS, start=-1, mentor=1, client=1, direction=Direction.LTR)
    (diamond,), (circle,) = of(picture, Diamond), of(picture, Circle)
    assert diamond.x - circle.x >= diamond.radius + circle.radius


def test_stairs_without_ratings_show_only_the_steps():
    picture = stairs(labels=STAIRS_LABELS, start=None, mentor=None, client=None, direction=Direction.LTR)
    assert len(of(picture, Rect)) == 5
    assert picture.table.rows == (("–", "0", "–", "–"),)
