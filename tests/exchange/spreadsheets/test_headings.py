import pytest

from caseapp.exchange.spreadsheets.headings import FIELD_OF, HEADINGS, REQUIRED, Kind, columns_of, recognised
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
@pytest.mark.parametrize("kind", list(Kind))
def test_an_id_number_is_known_by_each_of_its_names(kind, heading):
    assert columns_of(kind, [heading]).place == {"national_id": 0}


def test_no_name_of_a_column_means_two_things():
    for kind, fields in HEADINGS.items():
        for field, variants in fields.items():
            assert {FIELD_OF[kind][fold(variant)] for variant in variants} == {field}


def test_every_required_column_can_be_written_in_hebrew_and_in_english():
    for kind, fields in REQUIRED.items():
        for field in fields:
            hebrew, english = HEADINGS[kind][field][:2]
            assert any("א" <= letter <= "ת" for letter in hebrew)
            assert english.isascii()


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize("kind", [Kind.CLIENTS, Kind.GOALS, Kind.MEETINGS])
def test_a_file_is_recognised_by_its_headings_in_either_language(kind, language):
    headings = [variants[language] for variants in HEADINGS[kind].values()]
    assert recognised(headings) == (kind, len(headings))
    assert columns_of(kind, headings).faults == ()


def test_attendance_is_recognised_by_its_days():
    assert recognised(["ת.ז.", "שם", "06/09/2026", "13/09/2026"]) == (Kind.ATTENDANCE, 4)
    assert recognised(["ת.ז.", "שם"]) is None


def test_a_missing_heading_is_named_in_both_languages():
    headings = [variants[0] for field, variants in HEADINGS[Kind.MEETINGS].items() if field != "at"]
    (sentence,) = columns_of(Kind.MEETINGS, headings).faults
    assert "שעה" in sentence
    assert "time" in sentence


def test_a_file_without_id_numbers_is_still_recognised_and_told_so():
    headings = ["first name", "last name", "phone", "mentor"]
    assert recognised(headings) == (Kind.CLIENTS, 4)
    assert len(columns_of(Kind.CLIENTS, headings).faults) == 1


def test_two_headings_of_one_meaning_are_named():
    (sentence,) = columns_of(Kind.GOALS, ["id", "goal", "מטרה", "domain"]).faults
    assert "goal" in sentence
    assert "מטרה" in sentence


def test_a_column_of_no_use_is_named_and_left_alone():
    columns = columns_of(Kind.GOALS, ["id", "goal", " eye colour ", "domain", ""])
    assert columns.unknown == ("eye colour",)
    assert columns.faults == ()


def test_prose_is_no_headings():
    assert recognised(["the goal is written here", " domain", " target day", " and so on"]) is None
