"""The whole paper: whatever is written and however much, it is drawn, and it tells of nobody else."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from caseapp.documents.blocks import Figure, Heading
from caseapp.documents.pdf.drawing import draw
from caseapp.progress.rhythm_rules import MonthCounts, WeekCounts
from caseapp.reports.content_rules import Letterhead, MeetingCounts
from caseapp.reports.kind_rules import WRITTEN, ReportKind, SectionKind
from caseapp.reports.names.masking_rules import OtherName
from caseapp.reports.names.redaction_rules import with_initials, without_names
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.reports.signatures.snapshot_rules import from_snapshot, to_snapshot
from tests.reports.paper.test_blocks import GOAL, PROGRESS, blocks_of, composed
from tests.world import join, make_group

LANGUAGES = ("he", "ar", "ru", "en")
WEEKS = tuple(WeekCounts(date(2025, 11, 30) + timedelta(weeks=number), number % 3, 1, 0, 1) for number in range(52))
MONTHS = tuple(MonthCounts(date(2026, month, 1), 2, 4) for month in range(6, 12))
HOSTILE = "<img src=x onerror=alert(1)> </b><ondraw> javascript:0 \u202eabc\u202c \x07 👩‍🚀 דָּנָה"


@pytest.fixture(autouse=True)
def _context(app):
    return app


@pytest.fixture
def engine():
    return "sqlite"


def text_of(document, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(draw(document))
    return subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ReportKind)
def test_every_kind_is_drawn_in_every_language_with_much_and_with_hardly_anything(kind, language, tmp_path):
    rich = {"texts": dict.fromkeys(WRITTEN, HOSTILE), "weeks": WEEKS, "months": MONTHS}
    bare = {"name": "י", "goals": (), "groups": (), "texts": {}, "meetings": MeetingCounts(0, 0, 0, 0, 0, 0, 0)}
    for changes in (rich, {**bare, "mentors": (), "approval": None, "masked_id": "", "team": ""}):
        assert text_of(composed(language, kind=kind, **changes), tmp_path)


def test_sixty_goals_and_four_thousand_words_go_on_over_the_pages(tmp_path):
    goals = tuple(replace(GOAL, wording=f"Goal number {number}") for number in range(60))
    text = text_of(composed(goals=goals, texts={SectionKind.HOW_IT_WENT: "word " * 4000 + "end."}), tmp_path)
    assert "Goal number 59" in text
    assert "end." in text


def test_the_client_reads_large_type_and_plain_headings():
    document = composed(kind=ReportKind.CLIENT, texts={SectionKind.STRENGTHS: "Humour."})
    headings = [block.text for block in blocks_of(document, Heading)]
    assert {"What is going well", "What we worked on", "Our meetings"} <= set(headings)
    assert document.is_large
    assert not composed().is_large


def test_the_year_and_the_months_stand_where_something_happened():
    titles = [figure.picture.title for figure in blocks_of(composed(weeks=WEEKS, months=MONTHS), Figure)]
    assert titles[-2:] == ["Contact in twelve months", "Groups by month"]
    quiet = tuple(WeekCounts(week.starts_on) for week in WEEKS)
    assert "Contact in twelve months" not in [f.picture.title for f in blocks_of(composed(weeks=quiet), Figure)]


def test_what_is_frozen_holds_the_letterhead_and_the_year():
    whole = replace(PROGRESS, letterhead=Letterhead("Path", "Vine 12", "04", b"\x89PNG\xff", True), weeks=WEEKS)
    assert from_snapshot(to_snapshot(whole)) == replace(whole, goals=from_snapshot(to_snapshot(whole)).goals)


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_masked_names_nor_the_clients_own_are_anywhere_in_the_file(language, tmp_path):
    told = replace(PROGRESS, texts=dict.fromkeys(WRITTEN, "Yael met Dana Cohen; YALI and Dana's aunt."))
    discreet = with_initials(without_names(told, [OtherName("Dana Cohen", "R.")]))
    document = composed(language, **{name: getattr(discreet, name) for name in ("name", "called", "texts", "goals")})
    text = text_of(document, tmp_path).casefold()
    for name in ("dana", "cohen", "yael", "mizrahi", "yali"):
        assert name not in text


def test_of_groups_only_the_clients_own_attendance_is_told(world):
    group = make_group(world.team, world.mentor)
    for client in (world.client, world.team_mates_client):
        join(group, client)
    frozen = to_snapshot(gather(world.mentor, world.client.id, Period(date(2026, 3, 1), date(2026, 8, 31)), NO_TEXTS))
    assert world.client.name in frozen
    assert world.team_mates_client.name not in frozen
