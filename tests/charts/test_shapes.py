from dataclasses import fields

import pytest

from caseapp.charts.shapes import (
    MIRRORED,
    Circle,
    Diamond,
    Direction,
    LineShape,
    Picture,
    PictureTable,
    Polyline,
    Rect,
    ShapeRole,
    Square,
    TextAnchor,
    TextShape,
    facing,
    mirror,
    signed,
)

TABLE = PictureTable(("Day",), (("12",),))
SHAPES = (
    Rect(10, 5, 20, 8, ShapeRole.BAND, 3),
    LineShape(0, 0, 30, 10, ShapeRole.AXIS),
    Polyline(((1, 2), (30, 4)), ShapeRole.CLIENT),
    Circle(25, 3, 4, ShapeRole.CLIENT),
    Diamond(26, 3, 4, ShapeRole.MENTOR),
    Square(27, 3, 4, ShapeRole.START),
    TextShape(90, 9, "−1", ShapeRole.LABEL, TextAnchor.RIGHT, is_figure=True),
)
PICTURE = Picture(100, 40, SHAPES, "Title", "Description", TABLE)


def test_every_place_changes_sides():
    rect, line, polyline, circle, diamond, square, text = mirror(PICTURE).shapes
    assert (rect.x, rect.width) == (70, 20)
    assert (line.x1, line.x2) == (100, 70)
    assert polyline.points == ((99, 2), (70, 4))
    assert (circle.x, diamond.x, square.x) == (75, 74, 73)
    assert text.x == 10


def test_heights_do_not_change():
    for before, after in zip(PICTURE.shapes, mirror(PICTURE).shapes, strict=True):
        assert getattr(before, "y", None) == getattr(after, "y", None)


def test_words_stay_as_they_are_and_hang_at_the_other_side():
    text = mirror(PICTURE).shapes[-1]
    assert text.words == "−1"
    assert text.anchor is TextAnchor.LEFT


def test_mirroring_twice_gives_the_first_picture():
    assert mirror(mirror(PICTURE)) == PICTURE


@pytest.mark.parametrize("kind", MIRRORED)
def test_nothing_that_a_shape_says_is_lost_in_the_mirror(kind):
    """Each field has a value that it does not have by itself."""
    values = {"points": ((1.0, 2.0), (3.0, 4.0)), "role": ShapeRole.MENTOR, "anchor": TextAnchor.LEFT}
    values |= {"words": "w", "whole": "whole", "is_figure": True}
    given = {each.name: values.get(each.name, 7.0) for each in fields(kind)}
    shape = kind(**given)
    assert MIRRORED[kind](MIRRORED[kind](shape, 100.0), 100.0) == shape


def test_a_picture_that_faces_the_right_way_is_not_mirrored_again():
    turned = facing(PICTURE, Direction.RTL)
    assert turned.direction is Direction.RTL
    assert facing(turned, Direction.RTL) is turned
    assert facing(PICTURE, Direction.LTR) is PICTURE


def test_levels_carry_the_real_minus_sign():
    assert [signed(level) for level in (-2, -1, 0, 1, 2)] == ["−2", "−1", "0", "+1", "+2"]
