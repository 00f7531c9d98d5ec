from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caseapp.batches.rules import (
    BATCH_FORMAT_NAMES,
    FAILURE_NAMES,
    PRINTS,
    REPORT_FILTER_NAMES,
    BatchFormat,
    Failure,
    ReportFilter,
    file_name,
    quarter_of,
)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 30)))
def test_a_quarter_holds_its_day_and_begins_where_the_one_before_ends(day):
    first, beyond = quarter_of(day)
    assert first <= day < beyond
    assert first.day == beyond.day == 1
    assert quarter_of(first - timedelta(days=1))[1] == first


def test_names_of_files_say_nothing_of_anybody():
    assert file_name(7, date(2026, 11, 22)) == "report-007-2026-11-22.pdf"


def test_everything_has_words():
    for names, kind in (
        (REPORT_FILTER_NAMES, ReportFilter),
        (BATCH_FORMAT_NAMES, set(BatchFormat) - set(PRINTS)),
        (FAILURE_NAMES, Failure),
    ):
        assert set(names) == set(kind)
