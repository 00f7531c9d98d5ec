"""The measures of a report: each mode a line of its own, who helped, and how the score is explained."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp.charts.shapes import Polyline, TextShape
from caseapp.clock import now, today
from caseapp.documents.blocks import Figure, Heading, Note, every_block
from caseapp.measures.rules import Helper, TakenBy
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.reports.signatures.snapshot_rules import from_snapshot, to_snapshot
from tests.measures.records import make_pulse
from tests.world import amend

NAMES = {"en": "Belonging pulse", "he": "דופק השייכות"}
WEEKS = ((49, 4, TakenBy.TOGETHER), (42, 8, TakenBy.LINK), (35, 6, TakenBy.TOGETHER), (28, 3, TakenBy.LINK))


def pulses(world):
    for days, value, way in WEEKS:
        helper = Helper.MENTOR if way is TakenBy.TOGETHER else Helper.NOBODY
        amend(make_pulse(world.client, world.mentor.id, value, today() - timedelta(days=days), way), helper=helper)


def gathered(world, days=60, until=0):
    period = Period(today() - timedelta(days=days), today() - timedelta(days=until))
    return gather(world.mentor, world.client.id, period, NO_TEXTS)


def part(progress, language="en"):
    """The blocks under the name of the pulse."""
    blocks = list(every_block(compose(progress, language, now()).blocks))
    names = [block.text if isinstance(block, Heading) else "" for block in blocks]
    if NAMES[language] not in names:
        return []
    start = names.index(NAMES[language])
    ends = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and place > start]
    return blocks[start : [*ends, len(blocks)][0]]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", list(NAMES))
def test_modes_are_not_joined_by_a_line_on_paper_and_who_helped_is_said(world, language):
    pulses(world)
    blocks = part(gathered(world), language)
    [figure] = [block for block in blocks if isinstance(block, Figure)]
    for picture in (figure.picture, figure.narrow):
        lines = [shape.points for shape in picture.shapes if isinstance(shape, Polyline)]
        assert [len(points) for points in lines] == [2, 2]
        assert not set(lines[0]) & set(lines[1])
    assert figure.with_table
    assert [row[1] for row in figure.picture.table.rows] == ["3", "6", "8", "4"]
    if language == "en":
        assert figure.picture.table.rows[0][2] == "By the client alone, by a link · Nobody helped"
        assert figure.picture.table.rows[1][2] == "Together with the mentor · The mentor helped"
        said = " ".join(block.text for block in blocks if isinstance(block, Note))
        for words in ("The mean of questions 1, 2, 3, 4.", "Made for this product", "MIT", "It is not validated"):
            assert words in said, words


def test_paper_and_page_show_the_same_and_a_signed_report_keeps_its_own(world, as_):
    pulses(world)
    progress = gathered(world)
    page = as_(world.mentor).see(f"/clients/{world.client.id}/measures")
    assert "3, of 0 to 10" in page.words
    assert "↓ Less good than the time before, by 5" in page.words
    (course,) = progress.measures
    assert (course.scores[-1].score, course.scores[-1].better) == ("3", "-5")
    words = [shape.words for shape in part(progress)[2].picture.shapes if isinstance(shape, TextShape)]
    assert {"0", "10"} <= set(words)
    assert from_snapshot(to_snapshot(progress)) == progress
    assert gathered(world, until=40).measures[0].scores[-1].score == "8"
    assert gathered(world, days=20).measures == ()
    assert part(gathered(world, days=20)) == []
    for kind in (ReportKind.COMMITTEE, ReportKind.FAMILY, ReportKind.CLIENT):
        assert part(replace(progress, kind=kind)) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_report_of_long_ago_has_all_that_was_answered_in_its_days(world, monkeypatch):
    monkeypatch.setattr("caseapp.measures.queries.TAKEN_SHOWN", 2)
    pulses(world)
    for days in (0, 20):
        (course,) = gathered(world, 60, days).measures
        assert [each.score for each in course.scores] == ["4", "8", "6", "3"]
    (course,) = gathered(world, 42, 35).measures
    assert [each.score for each in course.scores] == ["8", "6"]
