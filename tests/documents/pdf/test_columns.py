"""Columns follow their weights, and long words of a heading get the room that they need."""

import pytest

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Column
from caseapp.documents.pdf.flowables.columns import column_widths

WIDTH = 500.0


def widths(*columns: Column) -> list[float]:
    found = column_widths(columns, WIDTH, Direction.LTR, "ru")
    assert sum(found) == pytest.approx(WIDTH)
    return found


def test_columns_whose_words_fit_follow_their_weights():
    assert widths(Column("Goal", weight=3), Column("Now", weight=1), Column("", weight=1)) == [300, 100, 100]


def test_a_long_word_takes_its_room_from_the_widest_column():
    group, was_there, attendance = widths(
        Column("Группа", weight=8), Column("Присутствие", weight=1), Column("Посещаемость", weight=1)
    )
    assert 60 < was_there < attendance < 90
    assert group == pytest.approx(WIDTH - was_there - attendance)


def test_words_longer_than_the_page_leave_the_weights_alone():
    endless = "Достопримечательность" * 5
    assert widths(Column(endless, weight=1), Column(endless, weight=1)) == [250, 250]
