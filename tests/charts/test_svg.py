import re
from xml.etree import ElementTree

from caseapp.charts.shapes import (
    Direction,
    LineShape,
    Picture,
    PictureTable,
    Rect,
    ShapeRole,
    TextAnchor,
    TextShape,
    mirror,
)
from caseapp.charts.svg import svg
from tests.documents.samples import hebrew_ladder, hebrew_stairs

HOSTILE = '"><script>alert(1)</script>&{}%s'
NO_TABLE = PictureTable((), ())


def test_words_are_escaped_everywhere():
    picture = Picture(9, 9, (TextShape(1, 1, HOSTILE, ShapeRole.LABEL),), HOSTILE, HOSTILE, NO_TABLE)
    root = ElementTree.fromstring(svg(picture))
    assert [part.text for part in root.iter() if part.text] == [HOSTILE]
    assert root.get("aria-label") == f"{HOSTILE}. {HOSTILE}"
    assert "<script" not in svg(picture)


def test_the_picture_is_named_by_its_title_and_what_it_says():
    picture = hebrew_ladder()
    root = ElementTree.fromstring(svg(picture))
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{picture.title}. {picture.description}"


def test_only_classes_say_how_it_looks():
    for picture in (hebrew_ladder(), hebrew_stairs()):
        markup = svg(picture)
        assert not re.search(r"\b(style|fill|stroke|font-[a-z]+)=", markup)
        assert 'class="chart-expected"' in markup


def test_figures_never_turn_and_words_follow_the_page():
    shapes = (
        TextShape(10, 9, "−1", ShapeRole.LABEL, TextAnchor.RIGHT, is_figure=True),
        TextShape(10, 9, "צפוי", ShapeRole.LABEL, TextAnchor.LEFT),
        LineShape(0, 0, 1, 1, ShapeRole.AXIS),
        Rect(0, 0, 1, 1, ShapeRole.BAND),
    )
    picture = mirror(Picture(100, 20, shapes, "t", "d", NO_TABLE))
    figure, words = (group for group in ElementTree.fromstring(svg(picture)) if group.get("direction"))
    assert (figure.get("direction"), figure.get("text-anchor"), figure.find("text").get("x")) == ("ltr", "start", "90")
    assert (words.get("direction"), words.get("text-anchor"), words.find("text").get("x")) == ("rtl", "start", "90")
    assert picture.direction is Direction.RTL


def test_what_looks_alike_says_so_once_and_words_lie_on_top():
    shapes = (Rect(0, 0, 1, 1, ShapeRole.BAND), TextShape(1, 1, "a", ShapeRole.LABEL), Rect(2, 0, 1, 1, ShapeRole.BAND))
    root = ElementTree.fromstring(svg(Picture(9, 9, shapes, "t", "d", NO_TABLE)))
    assert [(group.get("class"), len(group)) for group in root.findall("g")] == [
        ("chart-band", 2),
        ("chart-text chart-label", 1),
    ]
