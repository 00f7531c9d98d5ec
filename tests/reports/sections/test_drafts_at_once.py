"""Two windows keep the same words at the same time."""

import pytest

from caseapp.audit.rules import Act
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.sections import views
from caseapp.reports.sections.actions import write_section
from tests.reports.sections.test_views import address, entries, section_of
from tests.world import make_report


@pytest.fixture
def report(world):
    return make_report(world.client, world.mentor, language="en", words={SectionKind.HOW_IT_WENT: "We met."})


def test_the_second_finds_its_own_words_and_is_answered_like_the_first(world, as_, report, monkeypatch):
    windows = as_(world.mentor), as_(world.mentor)
    forms = [
        {"csrf_token": page.field("csrf_token"), "version": page.field("version"), "words": "Typed."}
        for page in (window.see(address(report)) for window in windows)
    ]

    def answer(number):
        return windows[number].post(f"{address(report)}/draft", data=forms[number])

    def meanwhile(*said):
        monkeypatch.setattr(views, "write_section", write_section)
        assert answer(0).status_code == 200
        return write_section(*said)

    monkeypatch.setattr(views, "write_section", meanwhile)
    second = answer(1)
    assert (second.status_code, second.json["version"]) == (200, section_of(report).version)
    assert len(entries(Act.REPORT_CHANGED)) == 1
