import re
from xml.etree import ElementTree

from caseapp.charts.shapes import (
    Anchor,
    Direction,
    Line,
    Picture,
    PictureTable,
    Rect,
    Role,
    Text,
    mirror,
)
from caseapp.charts.svg import svg
from tests.documents.samples import hebrew_ladder, hebrew_stairs

HOSTILE = '"><script>alert(1)</script>&{}%s'
NO_TABLE = PictureTable((), ())


def test_words_are_escaped_everywhere():
    picture = Picture(9, 9, (Text(1, 1, HOSTILE, Role.LABEL),), HOSTILE, HOSTILE, NO_TABLE)
    root = ElementTree.fromstring(svg(picture, element_id="a"))
    assert [child.text for child in root] == [HOSTILE, HOSTILE, HOSTILE]
    assert "<script" not in svg(picture, element_id="a")


def test_the_picture_has_a_name_and_a_description_of_its_own():
    markup = svg(hebrew_ladder(), element_id="goal-7")
    root = ElementTree.fromstring(markup)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "goal-7-title"
    assert root.find("title").get("id") == "goal-7-title"
    assert root.find("desc").get("id") == root.get("aria-describedby")


def test_only_classes_say_how_it_looks():
    for picture in (hebrew_ladder(), hebrew_stairs()):
        markup = svg(picture, element_id="a")
        assert not re.search(r"\b(style|fill|stroke|font-[a-z]+)=", markup)
        assert 'class="chart-expected"' in markup


def test_figures_never_turn_and_words_follow_the_page():
    shapes = (
        Text(10, 9, "−1", Role.LABEL, Anchor.RIGHT, is_figure=True),
        Text(10, 9, "צפוי", Role.LABEL, Anchor.LEFT),
        Line(0, 0, 1, 1, Role.AXIS),
        Rect(0, 0, 1, 1, Role.BAND),
    )
    picture = mirror(Picture(100, 20, shapes, "t", "d", NO_TABLE))
    figure, words = ElementTree.fromstring(svg(picture, element_id="a")).findall("text")
    assert (figure.get("direction"), figure.get("text-anchor"), figure.get("x")) == ("ltr", "start", "90")
    assert (words.get("direction"), words.get("text-anchor"), words.get("x")) == ("rtl", "start", "90")
    assert picture.direction is Direction.RTL
