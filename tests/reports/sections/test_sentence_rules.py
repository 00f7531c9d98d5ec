"""Sentences are cut out of notes letter for letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.reports.sections.sentence_rules import add_sentence, matches, sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We met. She chose.", ["We met.", "She chose."]),
        ("It cost 3.20 at 14:02. Then home", ["It cost 3.20 at 14:02.", "Then home"]),
        ("“Shall we go?” she asked.", ["“Shall we go?”", "she asked."]),
        ('שתינו קפה. היא אמרה: "סוף סוף!" ויצאנו.', ["שתינו קפה.", 'היא אמרה: "סוף סוף!"', "ויצאנו."]),
        ("first line\n\nsecond line", ["first line", "second line"]),
        ("Well… yes?! no", ["Well…", "yes?!", "no"]),
        ("", []),
    ],
)
def test_sentences_end_where_people_end_them(text, sentences):
    assert sentences_of(text) == sentences


@given(st.text(max_size=300))
def test_no_letter_is_lost_and_none_is_made_up(text):
    assert "".join("".join(sentences_of(text)).split()) == "".join(text.split())


def test_a_sentence_stands_behind_the_text():
    assert add_sentence("", "New.") == "New."
    assert add_sentence("Old.", "New.") == "Old. New."
    assert add_sentence("Old.\n\n", "New.") == "Old.\n\nNew."


def test_all_words_that_are_looked_for_are_in_the_text():
    assert matches("She chose the Café", "café she")
    assert not matches("She chose the café", "she drank")
    assert matches("anything", "")
