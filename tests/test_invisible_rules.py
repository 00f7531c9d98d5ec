import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.invisible_rules import INVISIBLE, JOINERS, OVERRIDES
from caseapp.isolates import visible_text
from caseapp.reports.names.masking_rules import OtherName, mask
from caseapp.web.text_rules import clean


@pytest.mark.parametrize("mark", sorted(INVISIBLE), ids=ascii)
def test_what_is_invisible_is_dropped_everywhere_and_hides_no_name(mark):
    text = f"Da{mark}na"
    assert clean(text) == visible_text(text) == cells.visible(text) == "Dana"
    assert mask(text, [OtherName("Dana", "D.")]) == "D."


@pytest.mark.parametrize(
    "mark",
    [
        "\u2063",
        "\u2064",
        "\u206a",
        "\u206f",
        "\u3164",
        "\u115f",
        "\u034f",
        "\U000e0041",
        "\U000e007f",
        "\u2800",
        "\u180b",
        "\ufe00",
        "\U0001bca0",
        "\U00013437",
    ],
    ids=ascii,
)
def test_letters_that_show_nothing_are_among_them(mark):
    assert mark in INVISIBLE
    assert clean(mark * 3) == ""


@pytest.mark.parametrize("text", ["\u200d", "\u200c\u200d \u200c", "\ufe0f", "\u200d\n\ufe0e"], ids=ascii)
def test_a_text_of_nothing_but_joiners_is_empty(text):
    assert clean(text, lines=True) == ""


def test_emoji_and_marked_letters_stay():
    for text in ("👩\u200d⚕\ufe0f", "שָׁלוֹם", "مُحَمَّد", "❤\ufe0f"):
        assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("mark", sorted(OVERRIDES), ids=ascii)
def test_a_note_of_a_spreadsheet_with_an_override_is_refused(mark):
    with pytest.raises(RuleBroken):
        cells.parse_note(f"Da{mark}na")


@pytest.mark.parametrize("mark", sorted(JOINERS), ids=ascii)
def test_joiners_are_kept_and_hide_no_name(mark):
    text = f"Da{mark}na"
    assert clean(text) == visible_text(text) == cells.parse_note(text) == text
    assert mask(text, [OtherName("Dana", "D.")]) == "D."


FEW = "ae\u0301\u0308\u05e9\u05bc\u05c1\u200b\u202e\u200d\ufe0f\u2028 \n\t\r"
"""Letters, what composes with them, what is dropped, and what is neither."""


@given(st.one_of(st.text(st.sampled_from(FEW)), st.text()), st.booleans())
def test_cleaning_twice_is_cleaning_once(text, lines):
    """Whatever is dropped leaves nothing that composes, or is dropped, only the next time."""
    try:
        once = clean(text, lines=lines)
    except RuleBroken:
        return
    assert clean(once, lines=lines) == once
