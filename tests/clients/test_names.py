import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clients.phone_rules import normal_phone, shown_phone
from caseapp.clients.rules import (
    SEARCH_MAX,
    PersonalDetails,
    age_on,
    check_assignment_days,
    check_personal_details,
    earliest_end,
    search_name,
    search_words,
)
from caseapp.errors import RuleBroken
from tests.refusals import refused

NIQQUD = "\u05b0\u05b4\u05b7\u05b8\u05bc\u05c1\u05c2"
HARAKAT = "\u064b\u064e\u064f\u0650\u0651\u0652\u0640"
HEBREW = st.text("אבגדהוזחטיכךלמםנןסעפףצץקרשת ", min_size=1)
ARABIC = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي ", min_size=1)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("יָעֵל", "יעל"),
        ("בֶּן־דָּוִד", "בנדוד"),
        ("כהן", "כהנ"),
        ("ג׳ורג׳", "גורג"),
        ("ג'ורג'", "גורג"),
        ("צה״ל", "צהל"),
        ("ײַדיש", "יידיש"),
        ("أَحْمَد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("مـحـمـد", "محمد"),
        ("ليلى", "ليلي"),
        ("José ÁLVAREZ", "jose alvarez"),
        ("O’Brien", "obrien"),
        ("Straße", "STRASSE"),
        ("Алёна", "алена"),
        ("Yıldız İnan", "yildiz inan"),
        ("Łukasz Østergård", "lukasz ostergard"),
        ("علاء", "علا"),
        ("فاطمة", "فاطمه"),
        ("  two   spaces ", "two spaces"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_spellings_of_one_name_are_searched_as_one(one, other):
    assert search_name(one) == search_name(other)


@given(st.text())
def test_normalising_a_name_twice_changes_nothing(name):
    once = search_name(name)
    assert search_name(once) == once
    assert len(once) <= SEARCH_MAX


@given(HEBREW, st.sampled_from(NIQQUD))
def test_niqqud_never_matters(name, point):
    pointed = "".join(letter + point if letter != " " else letter for letter in name)
    assert search_name(pointed) == search_name(name)


@given(ARABIC, st.sampled_from(HARAKAT))
def test_arabic_diacritics_and_tatweel_never_matter(name, mark):
    marked = "".join(letter + mark if letter != " " else letter for letter in name)
    assert search_name(marked) == search_name(name)


@given(st.text())
def test_the_composed_and_the_decomposed_form_are_one(name):
    assert search_name(unicodedata.normalize("NFD", name)) == search_name(unicodedata.normalize("NFC", name))


@given(st.text())
def test_every_word_that_one_searches_for_holds_letters_and_figures_only(text):
    assert all(word and word.replace(" ", "").isalnum() for word in search_words(text))


def test_a_name_with_a_hyphen_is_found_with_and_without_it():
    assert search_words("בן-דוד") == search_words("בן דוד") == ["בנ", "דוד"]
    assert all(word in search_name("בן־דוד") for word in search_words("דוד בן"))


@pytest.mark.parametrize("empty", ["", "   ", "%", "_", "-- ׳", "\u05b0"])
def test_marks_alone_are_no_words_to_search_for(empty):
    assert search_words(empty) == []


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("050-234-5678", "+972502345678", "050-234-5678"),
        ("0502345678", "+972502345678", "050-234-5678"),
        ("+972 50 234 5678", "+972502345678", "050-234-5678"),
        ("03-6123456", "+97236123456", "03-612-3456"),
        ("٠٥٠\u00a0٢٣٤ ٥٦٧٨", "+972502345678", "050-234-5678"),
        ("050–234–5678", "+972502345678", "050-234-5678"),
        ("502345678.0", "+972502345678", "050-234-5678"),
        ("* 2700", "*2700", "*2700"),
        ("1201", "1201", "1201"),
        ("+44 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
    ],
)
def test_a_phone_is_kept_in_one_form_and_shown_as_people_write_it(written, kept, shown):
    assert normal_phone(written) == kept
    assert shown_phone(kept) == shown


@pytest.mark.parametrize("wrong", ["054-123-4567", "12", "call me", "050-234-56", "0" * 300, "*"])
def test_what_cannot_be_called_is_refused_at_its_field(wrong):
    with refused("phone"):
        normal_phone(wrong)


def test_no_phone_is_no_phone_and_an_imported_oddity_is_shown_as_it_stands():
    assert normal_phone("  ") == ""
    assert shown_phone("*2700") == "*2700"


@given(st.text())
def test_any_text_is_a_phone_that_stays_itself_or_a_sentence(text):
    try:
        kept = normal_phone(text)
    except RuleBroken:
        return
    assert normal_phone(kept) == kept


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(1992, 11, 22), 34),
        (date(1992, 11, 23), 33),
        (date(2026, 11, 22), 0),
        (date(2004, 2, 29), 22),
    ],
)
def test_an_age_counts_full_years(born, age):
    assert age_on(born, TODAY) == age


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (PersonalDetails(" ", "Levi"), "given_name"),
        (PersonalDetails("Dana", ""), "family_name"),
        (PersonalDetails("x" * 81, "Levi"), "given_name"),
        (PersonalDetails("Dana", "x" * 81), "family_name"),
        (PersonalDetails("Dana", "Levi", preferred_name="x" * 81), "preferred_name"),
        (PersonalDetails("Dana", "Levi", birth_on=date(2026, 11, 23)), "birth_on"),
        (PersonalDetails("Dana", "Levi", birth_on=date(1895, 12, 31)), "birth_on"),
        (PersonalDetails("Dana", "Levi", language="xx"), "language"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(facts, field):
    with refused(field):
        check_personal_details(facts, TODAY)


def test_facts_that_can_be_pass():
    for birth_on in (None, TODAY, date(1896, 1, 1)):
        check_personal_details(PersonalDetails("x" * 80, "x" * 80, "x" * 80, birth_on=birth_on), TODAY)


def test_an_assignment_ends_when_it_begins_at_the_earliest():
    check_assignment_days(TODAY, TODAY)
    check_assignment_days(TODAY, None)
    with refused("ends_on"):
        check_assignment_days(TODAY, TODAY - timedelta(days=1))
    assert earliest_end(TODAY) == TODAY - timedelta(days=1)
