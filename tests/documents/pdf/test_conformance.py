"""The Unicode Bidirectional Algorithm against the files of the Unicode Character Database."""

import lzma
from pathlib import Path

import pytest
from fpdf.bidi import BidiParagraph as UnicodeParagraph
from fpdf.enums import TextDirection

from caseapp.charts.shapes import Direction
from caseapp.documents.pdf.text.bidi import embedding_levels, visual_order

FOLDER = Path(__file__).parent / "conformance"
BASES = {"0": Direction.LTR, "1": Direction.RTL}
THEIRS = {"0": TextDirection.LTR, "1": TextDirection.RTL, "2": None}


def failures(lines):
    """Lines that come out otherwise than the database says, and how many were checked."""
    failed, count = [], 0
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        count += 1
        codes, base, _, levels, order = line.strip().split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        expected = [None if level == "x" else int(level) for level in levels.split()]
        places = [int(place) for place in order.split()]
        agrees = library_agrees(text, base, expected) and order_agrees(expected, places)
        if not (agrees and (base not in BASES or wrapper_agrees(text, base))):
            failed.append(line)
    return failed, count


def library_agrees(text, base, expected):
    found = UnicodeParagraph(text, base_direction=THEIRS[base]).get_characters_with_embedding_level()
    levels = [None] * len(text)
    for letter in found:
        levels[letter.character_index] = letter.embedding_level
    return levels == expected


def order_agrees(expected, places):
    kept = [place for place, level in enumerate(expected) if level is not None]
    return [kept[place] for place in visual_order([expected[place] for place in kept])] == places


def wrapper_agrees(text, base):
    """Before rule L1 resets the end of a line, which is trimmed here."""
    found = UnicodeParagraph(text, base_direction=THEIRS[base]).get_characters()
    expected = {letter.character_index: letter.embedding_level for letter in found}
    return embedding_levels(text, BASES[base]) == [expected.get(place) for place in range(len(text))]


def test_a_selection_of_the_conformance_file_comes_out_as_published():
    failed, count = failures((FOLDER / "selection.txt").read_text(encoding="utf-8").splitlines())
    assert count > 1900
    assert failed == []


@pytest.mark.prove
def test_the_whole_conformance_file_comes_out_as_published():
    with lzma.open(FOLDER / "BidiCharacterTest-15.0.0.txt.xz", "rt", encoding="utf-8") as lines:
        failed, count = failures(lines)
    assert count == 91_707
    assert failed == []


def test_a_wrong_level_is_noticed():
    line = "05D0 0031 0032;1;1;1 2 2;1 2 0"
    assert failures([line]) == ([], 1)
    assert failures([line.replace("1 2 2", "1 1 1")])[0]
    assert failures([line.replace("1 2 0", "2 1 0")])[0]
