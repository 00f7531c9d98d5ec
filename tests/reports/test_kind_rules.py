"""Which kind of report has which sections."""

import pytest

from caseapp.reports.kind_rules import (
    PARTS,
    RECOMMENDATION_NAMES,
    REPORT_KIND_NAMES,
    SECTION_NAMES,
    WRITTEN,
    Detail,
    Recommendation,
    ReportKind,
    SectionKind,
    has_recommendation,
    written_sections,
)


def test_a_full_report_has_every_section_in_full():
    assert [part.section for part in PARTS[ReportKind.FULL]] == list(SectionKind)
    assert {part.detail for part in PARTS[ReportKind.FULL]} == {Detail.FULL}


@pytest.mark.parametrize("kind", ReportKind)
def test_every_kind_has_its_sections_once_and_in_the_order_of_the_full_report(kind):
    sections = [part.section for part in PARTS[kind]]
    assert sections == [section for section in SectionKind if section in sections]
    assert sections[0] is SectionKind.FACTS
    assert written_sections(kind) == tuple(section for section in sections if section in WRITTEN)


def test_a_familys_report_tells_neither_figures_nor_who_decides():
    sections = [part.section for part in PARTS[ReportKind.FAMILY]]
    for kept_back in (SectionKind.SERVICES, SectionKind.BARRIERS, SectionKind.BACKGROUND, SectionKind.OWN_WORDS):
        assert kept_back not in sections
    assert not has_recommendation(ReportKind.FAMILY)
    assert has_recommendation(ReportKind.COMMITTEE)


def test_every_word_is_named():
    assert set(REPORT_KIND_NAMES) == set(ReportKind)
    assert set(SECTION_NAMES) == set(SectionKind)
    assert set(RECOMMENDATION_NAMES) == set(Recommendation)
