"""What a report may be: its language, its period, how long a section is, and when it is due."""

from datetime import date, timedelta

import pytest

from caseapp.errors import RuleBroken
from caseapp.i18n import LANGUAGES
from caseapp.reports.due_rules import ReportCounts, ReportDeadline, due_before, due_report
from caseapp.reports.kind_rules import Recommendation, ReportKind, SectionKind
from caseapp.reports.rules import (
    Period,
    check_language,
    check_period,
    initials_of,
    is_in_letters_of,
    usual_period,
)
from caseapp.reports.sections.rules import SECTION_MAX, QuotedSentence, check_submission, read_quoted_sentence
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
THREE_YEARS = timedelta(days=1_098)


def test_a_report_is_written_in_a_language_of_the_interface_and_in_no_other():
    for language in LANGUAGES:
        check_language(language)
    for other in ("fr", "", "HE", "he "):
        with pytest.raises(RuleBroken) as refused:
            check_language(other)
        assert refused.value.field == "language"


def test_a_section_is_as_long_as_can_be_printed_and_no_longer():
    check_submission(ReportKind.FULL, Recommendation.CONTINUE, {SectionKind.HOW_IT_WENT: "x" * SECTION_MAX})
    with pytest.raises(RuleBroken, match="too long"):
        check_submission(ReportKind.FULL, Recommendation.CONTINUE, {SectionKind.HOW_IT_WENT: "x" * (SECTION_MAX + 1)})


@pytest.mark.parametrize("recommendation", [None, Recommendation.CONTINUE])
def test_a_report_is_submitted_with_words_and_where_it_recommends_with_a_recommendation(recommendation):
    check_submission(ReportKind.FAMILY, recommendation, {SectionKind.STRENGTHS: "Patient"})
    with refused():
        check_submission(ReportKind.FAMILY, recommendation, {SectionKind.STRENGTHS: " "})
    if recommendation is None:
        with refused():
            check_submission(ReportKind.FULL, recommendation, {SectionKind.STRENGTHS: "Patient"})


def test_a_period_lasts_a_day_at_least_and_three_years_at_most_and_has_begun():
    for starts_on, ends_on in ((TODAY, TODAY), (TODAY, TODAY + DAY), (TODAY - THREE_YEARS, TODAY)):
        check_period(starts_on, ends_on, TODAY)
    with refused("ends_on"):
        check_period(TODAY, TODAY - DAY, TODAY)
    with refused("starts_on"):
        check_period(TODAY + DAY, TODAY + DAY, TODAY)
    with refused("starts_on"):
        check_period(TODAY - THREE_YEARS - DAY, TODAY, TODAY)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2026, 5, 23)),
        (date(2026, 12, 31), date(2026, 7, 1)),
        (date(2026, 8, 31), date(2026, 3, 1)),
        (date(2026, 6, 1), date(2025, 12, 2)),
        (date(2026, 7, 1), date(2026, 1, 2)),
    ],
)
def test_the_usual_period_is_the_last_six_months(today, first):
    assert usual_period(today) == Period(first, today)


def test_initials_are_written_as_each_script_writes_them():
    assert [initials_of(name) for name in ("יעל מזרחי", "תמר", "אבי לוי כהן", "Yael Mizrahi", "Яна")] == [
        "י׳ מ׳",
        "ת׳",
        "א׳ ל׳",
        "Y. M.",
        "Я.",
    ]


def test_the_days_of_a_report_are_counted_back_from_the_end_of_the_approval():
    assert due_before(TODAY, 60, 30) == ReportDeadline(TODAY - 60 * DAY, TODAY - 30 * DAY)
    assert due_before(TODAY, 10, 30) == ReportDeadline(TODAY - 30 * DAY, TODAY - 30 * DAY)
    due = ReportDeadline(TODAY, TODAY + DAY)
    assert [due.is_open(TODAY + number * DAY) for number in (-1, 0, 1)] == [False, True, True]
    assert [due.is_late(TODAY + number * DAY) for number in (0, 1, 2)] == [False, False, True]


@pytest.mark.parametrize(
    ("approved", "reported", "is_due"),
    [
        (None, None, False),
        (-1, None, True),
        (-400, -470, True),
        (-400, -460, False),
        (0, None, True),
        (60, None, True),
        (61, None, False),
        (50, -10, False),
        (50, -11, True),
    ],
)
def test_a_report_is_due_from_when_it_opens_until_one_reaches_there(approved, reported, is_due):
    until = [None if number is None else TODAY + number * DAY for number in (approved, reported)]
    assert (due_report(*until, TODAY, 60, 30) is not None) is is_due


def test_what_waits_for_several_teams_is_summed():
    assert ReportCounts(1, 2, 3) + ReportCounts(10, 20, 30) == ReportCounts(11, 22, 33)


ACTIVITY = "00000000-0000-0000-0000-000000000007"


@pytest.mark.parametrize(
    "text", ["", ACTIVITY, f"{ACTIVITY}:", f"{ACTIVITY}:-1", f"{ACTIVITY}:10000", "x:1", f"{ACTIVITY}:²"]
)
def test_a_button_that_names_no_sentence_is_none(text):
    assert read_quoted_sentence(text) is None


def test_a_sentence_is_named_by_its_note_and_its_place():
    quoted = read_quoted_sentence(f"{ACTIVITY}:9999")
    assert isinstance(quoted, QuotedSentence)
    assert (str(quoted.activity_id), quoted.place) == (ACTIVITY, 9_999)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("he", "לפגוש חבר", True),
        ("ru", "לפגוש חבר", False),
        ("ar", "Meet Yael", False),
        ("en", "Meet יעל and her friends", True),
        ("ar", "لقاء صديق", True),
        ("ru", "10:30 – 11:45", True),
        ("ru", "", True),
    ],
)
def test_most_letters_say_in_which_language_a_text_is_written(language, text, expected):
    assert is_in_letters_of(language, text) is expected
