"""Names of other people are found as they are really written, and nothing else is."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.reports.names.masking_rules import OtherName, mask

FRIEND = "a friend"


def masked(text, *names):
    return mask(text, [OtherName(name, FRIEND) for name in names])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "Dana Cohen",
            "Dana Cohen's tea with Cohen, DANA_x and Danab",
            "a friend's tea with a friend, a friend_x and Danab",
        ),
        ("דנה", "עם דנה, ולדנה אמרתי שכשדנה באה", "עם a friend, ולa friend אמרתי שכשa friend באה"),
        ("דנה", "דָּנָה־לי לא עדנה ולא דנהל", "a friend־לי לא עדנה ולא דנהל"),
        ("דָּנָה", "מדנה", "מa friend"),
        ("ג׳ורג׳", "ג'ורג' וג׳ורג׳", "a friend וa friend"),
        ("أحمد", "رأيت احمد وبأحمد ومحمد", "رأيت a friend وبa friend ومحمد"),
        ("الحسن", "للحسن والحسن", "للa friend والa friend"),
        ("Дана", "с Даной, Дане и Данабек", "с a friend, a friend и Данабек"),
        ("José", "jose, JOSÉ, Jose\u0301", "a friend, a friend, a friend"),
        ("א", "לא א אא", "לא a friend אא"),
        ("דנה", "ד\u200bנ\u00adה", "a friend"),
        ("R", "R. and Ron", "a friend. and Ron"),
        ("ب", "ب وب لب", "a friend وب لب"),
        ("الي", "الي ي", "a friend ي"),
        ("Я", "Я и Яя", "a friend и Яя"),
        ("Dan", "Dan, Danа", "a friend, Danа"),
    ],
)
def test_a_name_is_found_as_a_whole_word_however_it_is_written(name, text, told):
    assert masked(text, name) == told


def test_whole_names_come_before_parts_and_words_are_not_masked_again():
    names = [OtherName("Dana Levi", "D. L."), OtherName("Dana Cohen", "a friend"), OtherName("D", "somebody")]
    assert mask("Dana Cohen and Dana Levi", names) == "a friend and D. L."
    assert mask("Dana came", [OtherName("Dana Cohen", "a friend"), OtherName("Dana", "a nurse")]) == "a nurse came"


def test_a_text_without_any_of_the_names_stays_as_it_is_to_the_letter():
    text = "e\u0301 שָׁלוֹם\u200f\r\n"
    assert masked(text, "Dana") is text
    assert mask(text, []) is text


def test_a_word_of_a_hundred_thousand_letters_is_no_trouble():
    assert masked("ב" * 100_000, "בני", "דנה") == "ב" * 100_000


LETTERS = {
    "he": "אבגדהוזחטיכלמנסעפצקרשת",
    "en": "abcdefghijklmnopqrstuvwxyzé",
    "ru": "абвгдежзийклмнопрстуфхцчшщыэюя",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
NAMES = st.sampled_from(sorted(LETTERS)).flatmap(lambda code: st.text(LETTERS[code], min_size=2, max_size=9))
AROUND = st.text(" .,:;!?-–\n()\"'1234567890<>&*", max_size=6)


@given(NAMES, st.lists(st.tuples(AROUND, st.sampled_from(["as it is", "upper", "pointed"])), min_size=1, max_size=5))
def test_after_masking_no_whole_word_is_the_name(name, places):
    pointed = "".join(letter + ("\u05b8" if "א" <= letter <= "ת" else "") for letter in name)
    forms = {"as it is": name, "upper": name.upper(), "pointed": pointed}
    text = "".join(f" {around}{forms[form]}{around} " for around, form in places)
    told = unicodedata.normalize("NFD", mask(text, [OtherName(name, "###")]))
    bare = "".join(char for char in told if not unicodedata.combining(char)).casefold()
    wanted = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).casefold()
    assert not re.search(rf"(?<![^\W\d_]){re.escape(wanted)}(?![^\W\d_])", bare)
