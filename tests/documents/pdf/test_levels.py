"""The quick way to the levels of letters says what the library's full algorithm says."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.charts.shapes import Direction
from caseapp.documents.pdf.text import levels
from caseapp.documents.pdf.text.bidi import visual_order
from caseapp.documents.pdf.text.levels import levels_of
from caseapp.isolates import pieces, visible_text
from tests.documents.corpus import CORPUS

LETTERS = "אבגabcسلام0123٣٤()[]{}  -+%₪.,:/\u05b8\u05bc\u064b\"'״<>«»\u2329\u232a\u200dЖ־–"


def quick(text, direction):
    return [int(level) for level in levels_of(list(pieces(text)), direction)]


def in_full(text, direction):
    return list(levels._by_library(list(pieces(text)), direction))


def same(text, direction):
    """In text that is all left to right, levels of figures make no difference to what is seen."""
    mine, theirs = quick(text, direction), in_full(text, direction)
    return mine == theirs or (set(mine) == {0} and visual_order(mine) == visual_order(theirs))


@settings(max_examples=600, deadline=None)
@given(st.text(LETTERS, max_size=24), st.sampled_from(Direction))
def test_levels_are_those_of_the_library(text, direction):
    assert same(visible_text(text), direction)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.sampled_from(Direction))
def test_levels_of_any_text_are_those_of_the_library(text, direction):
    assert same(visible_text(text).replace("\n", " "), direction)


@pytest.mark.parametrize("direction", Direction)
def test_levels_of_the_corpus_are_those_of_the_library(direction):
    assert [sample.text for sample in CORPUS if not same(sample.text, direction)] == []


def test_a_planted_fault_is_found(monkeypatch):
    monkeypatch.setattr(levels, "_BETWEEN_RIGHT", re.compile("(?!)"))
    assert not all(same(sample.text, Direction.LTR) for sample in CORPUS)


def test_ordinary_text_does_not_ask_the_library(monkeypatch):
    monkeypatch.setattr(levels, "_by_library", lambda *_: pytest.fail("asked"))
    for sample in CORPUS:
        assert len(quick(sample.text, sample.direction)) == len(sample.text)


def test_every_bracket_of_the_standard_is_known_or_left_to_the_library():
    for char in map(chr, range(0x110000)):
        if unicodedata.category(char) in ("Ps", "Pe") and unicodedata.bidirectional(char) == "ON":
            assert char in "()[]{}" or char.translate(levels._CLASSES) == "x"
