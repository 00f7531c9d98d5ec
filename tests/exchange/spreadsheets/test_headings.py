import pytest

from caseapp.exchange.spreadsheets.heading_words import HEADINGS, NOT_NEEDED, REQUIRED, FileKind
from caseapp.exchange.spreadsheets.headings import FIELD_OF, columns_of, recognise
from caseapp.exchange.spreadsheets.vocabulary import fold


@pytest.mark.parametrize(
    "heading",
    [
        "ת.ז.",
        'ת"ז',
        "ת״ז",
        "תז",
        " ת. ז. ",
        "תעודת זהות",
        "תְּעוּדַת זֶהוּת",
        "ID Number",
        "id_number",
        "Id-No.",
        "ID",
    ],
)
@pytest.mark.parametrize("kind", list(FileKind))
def test_an_id_number_is_known_by_each_of_its_names(kind, heading):
    assert columns_of(kind, [heading]).place == {"national_id": 0}


def test_no_name_of_a_column_means_two_things():
    for kind, fields in HEADINGS.items():
        for field, variants in fields.items():
            assert {FIELD_OF[kind][fold(variant)] for variant in variants} == {field}


def test_every_required_column_can_be_written_in_hebrew_and_in_english():
    for kind, fields in REQUIRED.items():
        for field in (field for alternatives in fields for field in alternatives):
            hebrew, english = HEADINGS[kind][field][:2]
            assert any("א" <= letter <= "ת" for letter in hebrew)
            assert english.isascii()


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize("kind", [FileKind.CLIENTS, FileKind.GOALS, FileKind.MEETINGS])
def test_a_file_is_recognised_by_its_headings_in_either_language(kind, language):
    headings = [variants[language] for field, variants in HEADINGS[kind].items() if field not in NOT_NEEDED]
    assert recognise(headings) == (kind, len(headings))
    assert columns_of(kind, headings).faults == ()


def test_attendance_is_recognised_by_its_days():
    assert recognise(["ת.ז.", "שם", "06/09/2026", "13/09/2026"]) == (FileKind.ATTENDANCE, 4)
    assert recognise(["ת.ז.", "שם"]) is None


def test_a_missing_heading_is_named_in_both_languages():
    headings = [variants[0] for field, variants in HEADINGS[FileKind.MEETINGS].items() if field != "at"]
    (sentence,) = columns_of(FileKind.MEETINGS, headings).faults
    assert "שעה" in sentence
    assert "time" in sentence


def test_a_file_without_id_numbers_is_still_recognised_and_told_so():
    headings = ["first name", "last name", "phone", "mentor"]
    assert recognise(headings) == (FileKind.CLIENTS, 4)
    assert len(columns_of(FileKind.CLIENTS, headings).faults) == 1


def test_two_headings_of_one_meaning_are_named():
    (sentence,) = columns_of(FileKind.GOALS, ["id", "goal", "מטרה", "domain"]).faults
    assert "goal" in sentence
    assert "מטרה" in sentence


def test_a_column_of_no_use_is_named_and_left_alone():
    columns = columns_of(FileKind.GOALS, ["id", "goal", " eye colour ", "domain", ""])
    assert columns.unknown == ("eye colour",)
    assert columns.faults == ()


def test_prose_is_no_headings():
    assert recognise(["the goal is written here", " domain", " target day", " and so on"]) is None
