"""A report in words: the language of the report, the numbers of the records, and nothing of the inside."""

import pickle
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.rules import GenderForm
from caseapp.documents.blocks import Facts, Figure, Heading, Note, Paragraph, SignatureLines, Table, Voice, every_block
from caseapp.documents.html import html
from caseapp.goals.rules import Domain, GoalStatus
from caseapp.progress.rules import DatedRating
from caseapp.reports.content_rules import (
    ApprovalSummary,
    ClientProgress,
    GoalProgress,
    GroupProgress,
    Letterhead,
    MeetingCounts,
    MentorPeriod,
)
from caseapp.reports.kind_rules import ReportKind, SectionKind
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.words import ABOUT
from caseapp.reports.rules import Period
from tests.pages import Page

MADE_AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
GOAL = GoalProgress(
    domain=Domain.FRIENDS,
    status=GoalStatus.ACTIVE,
    client_words="To have one friend",
    wording="Meet a friend once a week",
    ladder={-2: "", -1: "", 0: "weekly", 1: "twice a week", 2: ""},
    baseline=-2,
    starts_on=date(2026, 1, 10),
    target_on=date(2027, 1, 31),
    ratings=(DatedRating(date(2026, 6, 1), -1, 0), DatedRating(date(2026, 9, 1), 1, 2)),
)
PROGRESS = ClientProgress(
    name="Yael Mizrahi",
    called="Yali",
    gender_form=GenderForm.FEMININE,
    masked_id="*****1809",
    team="North",
    supervisors=("Dalia Amsalem",),
    mentors=(
        MentorPeriod("Former Mentor", date(2025, 1, 1), date(2026, 6, 30)),
        MentorPeriod("Maya Mentor", date(2026, 7, 1), None),
    ),
    approval=ApprovalSummary(
        "social_mentoring", Decimal(3), ApprovalUnit.HOUR, Per.WEEK, date(2026, 1, 1), date(2026, 12, 31), "48-2207/25"
    ),
    period=Period(date(2026, 5, 23), date(2026, 11, 22)),
    goals=(GOAL,),
    meetings=MeetingCounts(22, 3, 4, 5, 6, 0, 1385),
    groups=(GroupProgress("Art", 7, 9, 2, 78), GroupProgress("Choir", 0, 0, 1, None)),
    kind=ReportKind.FULL,
    texts={SectionKind.HOW_IT_WENT: "We began in May.\n\nIt went well."},
    author="Maya Mentor",
    letterhead=Letterhead("Circles"),
)


@pytest.fixture(autouse=True)
def _context(app):
    return app


@pytest.fixture
def engine():
    return "sqlite"


def composed(language="en", **changes):
    return compose(replace(PROGRESS, **changes), language, MADE_AT)


def words_of(document):
    return Page(str(html(document))).words


def blocks_of(document, kind):
    return [block for block in every_block(document.blocks) if isinstance(block, kind)]


@pytest.mark.parametrize(("language", "time"), [("en", "23 hours and 5 minutes"), ("he", "23 שעות ו־5 דקות")])
def test_every_number_equals_the_record(language, time):
    document = composed(language)
    meetings = next(facts for facts in blocks_of(document, Facts) if "22" in [fact for _, fact in facts.pairs])
    assert [fact for _, fact in meetings.pairs] == ["22", "3", time, "4", "5", "6"]
    goals, groups = blocks_of(document, Table)
    plain = [cell if isinstance(cell, str) else cell[0].spans[0].text for cell in goals.rows[0][1:5]]
    assert plain == ["−2", "0", "+1", "+2"]
    assert groups.rows == (("Art", "7", "9", "2", "78%"), ("Choir", "0", "0", "1", "–"))
    words = words_of(document)
    for figure in ("*****1809", "48-2207/25", "31.12.2026", "23.5.2026", "22.11.2026"):
        assert figure in words


@pytest.mark.parametrize(
    ("amount", "unit", "per", "words"),
    [
        ("3", ApprovalUnit.HOUR, Per.WEEK, "3 hours a week, until 31.12.2026"),
        ("1", ApprovalUnit.HOUR, Per.WEEK, "1 hour a week, until 31.12.2026"),
        ("2.50", ApprovalUnit.HOUR, Per.MONTH, "2:30 hours a month, until 31.12.2026"),
        ("4", ApprovalUnit.MEETING, Per.MONTH, "4 meetings a month, until 31.12.2026"),
    ],
)
def test_the_approved_amount_is_told_as_it_was_given(amount, unit, per, words):
    approval = replace(PROGRESS.approval, amount=Decimal(amount), unit=unit, per=per)
    assert words in words_of(composed(approval=approval))


@pytest.mark.parametrize("amount", ["3", "2.5", "7", "20"])
@pytest.mark.parametrize("unit", ApprovalUnit)
def test_the_hebrew_amount_is_the_approved_one_too(amount, unit):
    """Hebrew has a form of its own for two: it must not be taken for other amounts."""
    approval = replace(PROGRESS.approval, amount=Decimal(amount), unit=unit)
    facts = dict(fact for block in blocks_of(composed("he", approval=approval), Facts) for fact in block.pairs)
    told = "2:30" if (amount, unit) == ("2.5", ApprovalUnit.HOUR) else amount
    assert any(fact.startswith(f"{told} ") and "31.12.2026" in fact for fact in facts.values()), facts


def test_the_sections_stand_in_their_order():
    headings = [block.text for block in blocks_of(composed(), Heading) if block.level == 1]
    assert headings == [
        "In her own words",
        "Goals",
        "How it went, in the mentor's words",
        "Meetings",
        "Groups",
        "Signatures",
    ]


def test_the_report_speaks_its_own_language_whatever_the_interface_speaks(app):
    with app.test_request_context("/"):
        for language, side in (("he", "rtl"), ("en", "ltr")):
            document = composed(language)
            assert (document.language, document.direction) == (language, side)
        assert composed("en").header.kind == "Progress report"
        assert re.search("[א-ת]", composed("he").header.kind)
        assert not re.search("[א-ת]", words_of(composed("en")))


@pytest.mark.parametrize(
    ("form", "heading", "cancelled"),
    [
        (GenderForm.FEMININE, "In her own words", "Cancelled by her"),
        (GenderForm.MASCULINE, "In his own words", "Cancelled by him"),
        (GenderForm.NEUTRAL, "In the client's own words", "Cancelled by the client"),
    ],
)
def test_words_bend_to_the_client(form, heading, cancelled):
    words = words_of(composed(gender_form=form))
    assert heading in words
    assert cancelled in words


def test_every_form_has_all_its_words():
    assert set(ABOUT) == set(GenderForm)


def test_the_paper_is_discreet_where_others_may_look():
    document = composed()
    assert document.title == "Progress report: Y. M."
    for text in (document.title, document.author, document.header.kind, *document.footer.notes):
        assert "Mizrahi" not in text


def test_no_id_and_no_enum_of_the_inside_is_in_the_text():
    words = words_of(composed())
    assert not re.search(r"[0-9a-f]{8}-?[0-9a-f]{4}", words)
    for inside in ("social_mentoring", "GoalStatus", "client_cancelled", "None", "lazy"):
        assert inside not in words


def test_the_client_mentor_and_supervisor_sign_with_the_date():
    (lines,) = blocks_of(composed(), SignatureLines)
    assert lines.labels == (
        "Yael Mizrahi, date",
        "Maya Mentor, mentor, date",
        "Dalia Amsalem, supervisor, date",
    )


def test_places_to_sign_are_there_even_where_nobody_is_named():
    (lines,) = blocks_of(composed(mentors=(), supervisors=()), SignatureLines)
    assert lines.labels[1:] == ("Mentor, date", "Supervisor, date")


@pytest.mark.parametrize(
    ("changes", "company"),
    [
        ({}, "Groups"),
        ({"texts": {SectionKind.NEXT_STEPS: "Short."}}, "Next steps"),
        ({"texts": {SectionKind.NEXT_STEPS: "Long. " * 400}}, "Written by Maya Mentor"),
        ({"texts": {}, "groups": ()}, "Meetings"),
    ],
)
def test_nobody_signs_a_page_that_says_nothing(changes, company):
    """What stands before the signatures is kept with them; of a long text only its end."""
    together = composed(**changes).blocks[-1]
    first = together.blocks[0]
    assert company == (first.text if isinstance(first, Heading | Note) else first.spans[0].text)
    assert isinstance(together.blocks[-1], SignatureLines)


def test_each_goal_has_its_ladder_with_the_ratings_of_the_period():
    figures = list(blocks_of(composed(), Figure))
    (figure,) = figures
    assert figure.picture.table.rows == (
        ("Start, 10.1.2026", "−2", "–"),
        ("1.6.2026", "−1", "0"),
        ("1.9.2026", "+1", "+2"),
    )
    assert figure.caption == "Expected: weekly. Now, rated by the mentor: twice a week."


def test_a_rating_before_the_period_is_not_drawn_in_it():
    early = replace(GOAL, ratings=(DatedRating(date(2026, 2, 1), 0), DatedRating(date(2026, 9, 1), 1)))
    (figure,) = blocks_of(composed(goals=(early,)), Figure)
    assert [row[0] for row in figure.picture.table.rows] == ["Start, 10.1.2026", "1.9.2026"]


def test_the_narrative_keeps_its_paragraphs_and_is_left_out_while_empty():
    told = [block.spans[0].text for block in blocks_of(composed(), Paragraph)]
    assert told[:2] == ["We began in May.", "It went well."]
    assert "How it went" not in words_of(composed(texts={}))


def test_a_client_of_whom_little_is_known_has_a_report_too():
    document = composed(masked_id="", approval=None, goals=(), groups=(), texts={}, mentors=(), team="")
    assert "No goals were agreed in this period." in words_of(document)
    assert blocks_of(document, Voice) == []


def test_a_goal_without_ratings_says_so():
    (figure,) = blocks_of(composed(goals=(replace(GOAL, ratings=(), status=GoalStatus.DRAFT),)), Figure)
    assert figure.caption.endswith("Not rated yet.")
    assert "not yet agreed" in words_of(composed(goals=(replace(GOAL, status=GoalStatus.DRAFT),)))


def test_a_document_can_be_sent_to_the_drawing_process():
    document = composed("he")
    assert pickle.loads(pickle.dumps(document)) == document
    assert blocks_of(document, Note)
