from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.batches.rules import (
    BATCH_FORMAT_NAMES,
    FAILURE_NAMES,
    MOST,
    PRINTS,
    REASON_MAX,
    REASON_OVER,
    REPORT_FILTER_NAMES,
    TABLES,
    BatchFormat,
    Failure,
    ReportFilter,
    check_choice,
    file_name,
    quarter_of,
)
from tests.refusals import refused


@given(st.dates(date(2000, 1, 1), date(2100, 12, 30)))
def test_a_quarter_holds_its_day_and_begins_where_the_one_before_ends(day):
    first, beyond = quarter_of(day)
    assert first <= day < beyond
    assert first.day == beyond.day == 1
    assert quarter_of(first - timedelta(days=1))[1] == first


@pytest.mark.parametrize(
    ("number", "reason", "field"),
    [
        (0, "For the archive", "reports"),
        (MOST + 1, "For the archive", "reports"),
        (REASON_OVER + 1, " ", "reason"),
        (1, "x" * (REASON_MAX + 1), "reason"),
    ],
)
def test_a_choice_that_cannot_be_printed_is_refused_at_its_field(number, reason, field):
    with refused(field):
        check_choice(number, reason)


def test_some_reports_are_printed_without_a_reason_and_many_with_one():
    check_choice(1, "")
    check_choice(REASON_OVER, "")
    check_choice(REASON_OVER + 1, "x" * REASON_MAX)
    check_choice(MOST, "For the archive")


def test_names_of_files_say_nothing_of_anybody():
    assert file_name(7, date(2026, 11, 22)) == "report-007-2026-11-22.pdf"


def test_everything_has_words():
    for names, kind in (
        (REPORT_FILTER_NAMES, ReportFilter),
        (BATCH_FORMAT_NAMES, set(BatchFormat) - {*PRINTS, *TABLES}),
        (FAILURE_NAMES, Failure),
    ):
        assert set(names) == set(kind)
