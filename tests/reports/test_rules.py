"""What a report may be: its language, and how long a section is."""

import pytest

from caseapp.errors import RuleBroken
from caseapp.i18n import LANGUAGES
from caseapp.reports.kind_rules import Recommendation, ReportKind, SectionKind
from caseapp.reports.rules import check_language
from caseapp.reports.sections.rules import SECTION_MAX, check_submission


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
