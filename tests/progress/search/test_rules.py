"""Words are found however they are written, and marked where they were written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clients.rules import FOLDED, SEARCHED, folded
from caseapp.progress.search.rules import excerpt, is_among, sought_words

LETTERS = st.text(
    st.characters(categories=["L", "M", "N", "P", "Z"]) | st.sampled_from("אםןץףךשׁבּוֹإأآؤئةىـًّёЁйßﬁİıŁø"), max_size=60
)


@pytest.mark.parametrize(
    ("sought", "written"),
    [
        ("שלום", "אמרה שָׁלוֹם לכולם"),
        ("שלומ", "שלום"),
        ("חלון", "ליד החלון, בבית"),
        ("אבן", "אבנ"),
        ("احمد", "جاء أَحْمَد أمس"),
        ("مدرسه", "ذهبت إلى المدرسة"),
        ("كتاب", "كتـــاب"),
        ("مستشفي", "في المستشفى"),
        ("054", "هاتف: ٠٥٤-١٢٣"),
        ("۱۲", "at 12:30"),
        ("١٢", "at 12:30"),
        ("елка", "Купили ЁЛКУ и ёлка стоит"),
        ("ЁЖИК", "ежик"),
        ("cafe", "at the CAFÉ"),
        ("strasse", "Straße"),
        ("צהריים", "ארוחת צָהֳרַיִים"),
    ],
)
def test_a_word_is_found_in_four_scripts_however_it_is_written(sought, written):
    assert is_among(sought_words(sought), [written])
    marked = [part.text for part in excerpt([written], sought_words(sought)) if part.is_sought]
    assert marked
    assert all(sought_words(sought)[0] == folded(text).strip() for text in marked)


@pytest.mark.parametrize(("sought", "written"), [("ירושלים", "תל אביב"), ("مدرسة", "درس"), ("дом", "до мая")])
def test_another_word_is_not_found(sought, written):
    assert not is_among(sought_words(sought), [written])


@pytest.mark.parametrize("text", ["", " ", "א", "!", "- –", "ָ"])
def test_what_is_too_short_is_not_sought(text):
    assert sought_words(text) == []


def test_all_the_words_must_be_in_the_note_though_not_in_one_text():
    assert is_among(sought_words("coffee rain"), ["It rained.", "We had coffee"])
    assert not is_among(sought_words("coffee snow"), ["It rained.", "We had coffee"])


@given(LETTERS)
def test_letter_by_letter_a_text_becomes_what_it_became_as_a_whole(text):
    whole = unicodedata.normalize("NFKD", text).casefold()
    whole = unicodedata.normalize("NFKD", whole).translate(FOLDED)
    kept = "".join(each if unicodedata.category(each) in SEARCHED else " " if each.isspace() else "" for each in whole)
    assert folded(text) == kept
    assert folded(folded(text)) == folded(text)


@given(LETTERS, LETTERS, LETTERS)
def test_a_word_is_found_wherever_it_stands_and_only_it_is_marked(before, word, after):
    words = sought_words(word)
    text = f"{before} {word} {after}"
    if not words:
        return
    assert is_among(words, [text])
    parts = excerpt([text], words)
    assert "".join(part.text for part in parts).strip("…") in text
    marked = [part.text for part in parts if part.is_sought]
    assert marked
    assert all(any(each in folded(text) or folded(text).strip() in each for each in words) for text in marked)


def test_an_excerpt_begins_near_the_word_and_says_that_it_is_one():
    parts = excerpt(["nothing", "walk " * 100 + "umbrella" + " home" * 100], ["umbrella"])
    before, word, after = (part.text for part in parts)
    assert word == "umbrella"
    assert before.startswith("…walk")
    assert len(before) < 90
    assert after.endswith("…")
    assert len(after) < 170
