"""The circles of support of a report."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp.charts.shapes import TextShape
from caseapp.circles.actions import mark_circle_in_error
from caseapp.circles.figure_rules import CircleFigure
from caseapp.clock import now, today
from caseapp.documents.blocks import BulletList, Figure, Heading, Table, every_block
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.names.masking_rules import OtherName
from caseapp.reports.names.redaction_rules import without_names
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.page import records_behind
from caseapp.reports.paper.queries import gather
from caseapp.reports.paper.record_blocks import read_filter
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.reports.signatures.snapshot_rules import from_snapshot, to_snapshot
from tests.circles.drawing import MUM, NOW, RUTI, THEN, draw

HEADING = {"en": "Circles of support", "he": "מעגלי התמיכה", "ar": "دوائر الدعم"}


def gathered(world, days=60):
    return gather(world.mentor, world.client.id, Period(today() - timedelta(days=days), today()), NO_TEXTS)


def part(progress, language="en"):
    """The blocks from the heading of the circles to the next one."""
    blocks = list(every_block(compose(progress, language, now()).blocks))
    begins = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    for number, place in enumerate(begins):
        if blocks[place].text == HEADING[language]:
            return blocks[place : [*begins, len(blocks)][number + 1]]
    return []


def words_of(blocks):
    figures = [block.picture for block in blocks if isinstance(block, Figure)]
    drawn = [shape.words for picture in figures for shape in picture.shapes if isinstance(shape, TextShape)]
    return " ".join([*map(str, blocks), *drawn])


def test_a_report_compares_the_last_map_of_its_days_with_the_one_before_them(world):
    for ties, ago in (([MUM], 300), (THEN, 180), ([MUM, RUTI], 30), (NOW, 5)):
        draw(world.mentor, world.client, ties, ago)
    circles = gathered(world).circles
    assert (len(circles.then.ties), len(circles.now.ties)) == (len(THEN), len(NOW))
    circles = gathered(world, days=400).circles
    assert (len(circles.then.ties), len(circles.now.ties)) == (1, len(NOW))


def test_a_name_without_room_on_the_map_stands_below_it_in_full(world):
    long = "Neighbour from the third floor"
    draw(world.mentor, world.client, [MUM, replace(RUTI, nickname=long)])
    progress = gathered(world)
    words = words_of(part(progress))
    assert f"In full: {long}." in words
    assert "Neighbour from the t…" in words


def test_large_maps_stand_each_in_a_picture_of_its_own(world):
    many = [replace(MUM, key=f"{number:08}", nickname=f"Friend {number}") for number in range(30)]
    draw(world.mentor, world.client, many[:20], 180)
    draw(world.mentor, world.client, many)
    pictures = [block.picture for block in part(gathered(world)) if isinstance(block, Figure)]
    assert [len(picture.table.rows) for picture in pictures] == [20, 30]


def test_a_map_entered_in_error_or_of_later_is_on_no_paper(world):
    wrong = draw(world.mentor, world.client, NOW)
    mark_circle_in_error(world.mentor, wrong, "Another client's.")
    assert gathered(world).circles is None
    assert part(gathered(world)) == []
    draw(world.mentor, world.client, THEN)
    ended = gather(world.mentor, world.client.id, Period(today() - timedelta(9), today() - timedelta(2)), NO_TEXTS)
    assert ended.circles is None


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_maps_stand_beside_each_other_with_a_sentence_and_what_changed(world, language):
    draw(world.mentor, world.client, THEN, 180)
    draw(world.mentor, world.client, NOW)
    blocks = part(gathered(world), language)
    [figure] = [block for block in blocks if isinstance(block, Figure)]
    assert figure.picture.width > figure.narrow.width
    for name in ("אמא", "מיכל", "השכנה"):
        assert name in words_of(blocks)
    if language == "en":
        assert "10 ties on the map, 8 of them natural" in words_of(blocks)
        [changes] = [block.points for block in blocks if isinstance(block, BulletList)]
        assert [point.split(":")[0] for point in changes] == ["New", "Closer", "No more"]


def test_every_figure_opens_the_ties_that_it_counts(world):
    draw(world.mentor, world.client, THEN, 180)
    draw(world.mentor, world.client, NOW)
    progress = gathered(world)
    [table] = [block for block in part(progress) if isinstance(block, Table)]
    checked = 0
    for row, sources in zip(table.rows, table.sources, strict=True):
        for cell, source in zip(row, sources, strict=True):
            if source:
                asked = dict(pair.split("=") for pair in source.query.split("&"))
                assert len(records_behind(progress, read_filter(asked))) == source.counts == int(cell)
                checked += 1
    assert len(table.rows) == len(CircleFigure)
    assert checked > len(CircleFigure)


def test_the_committee_reads_figures_and_no_name(world):
    draw(world.mentor, world.client, NOW)
    blocks = part(replace(gathered(world), kind=ReportKind.COMMITTEE))
    assert "10 ties on the map" in words_of(blocks)
    assert not [tie.nickname for tie in NOW if tie.nickname in words_of(blocks)]
    assert part(replace(gathered(world), kind=ReportKind.FAMILY)) == []


def test_a_name_that_is_not_to_be_printed_is_not_on_the_map_either(world):
    draw(world.mentor, world.client, NOW)
    masked = without_names(gathered(world), [OtherName("מיכל", "חברה")])
    assert "מיכל" in words_of(part(gathered(world)))
    assert "מיכל" not in words_of(part(masked))


def test_a_signed_report_keeps_its_maps_and_one_from_before_has_none(world):
    draw(world.mentor, world.client, NOW)
    progress = gathered(world)
    assert from_snapshot(to_snapshot(progress)).circles == progress.circles
    before = to_snapshot(replace(progress, circles=None)).replace('"circles":null,', "")
    assert from_snapshot(before).circles is None
