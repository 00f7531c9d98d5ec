"""The page to keep: one sheet in the client's language, with what grew in own words and no clinical word."""

import re
from datetime import date, timedelta

import pypdfium2
import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.goals.rules import GoalStatus
from caseapp.goals.wins.models import SmallWin
from caseapp.ties.rules import StillThere, TieStepKind
from tests import world as made
from tests.circles.drawing import NOW, THEN, draw
from tests.trail import clients_of

TITLES = {
    "he": "המעגל שלי ומה שצמח",
    "ar": "دائرتي وما نما",
    "ru": "Мой круг и что выросло",
    "en": "My circle and what grew",
}
CLINICAL = re.compile(
    r"diagnos|patient|symptom|therap|treatment|client|rating|level|disorder|мотив|диагноз|симптом|клиент|אבחנ|מטופל|"
    r"מתמודד|סימפטום|דירוג|تشخيص|مريض|أعراض|منتفع",
    re.IGNORECASE,
)


def win(client, mentor, words, on=None):
    row = SmallWin(client_id=client.id, won_on=on or today(), by_client=True, created_by_id=mentor.id, created_at=now())
    row.words = words
    return made.keep(row)


def grown(world, language, wins=3):
    """A client with two maps, a lasting tie, wins, a goal that was reached and a next step."""
    client = made.make_client(world.team, world.mentor, language=language, given_name="Yael", family_name="Zilberberg")
    draw(world.mentor, client, THEN, 180)
    draw(world.mentor, client, NOW)
    for number in range(wins):
        win(client, world.mentor, f"I wrote to Michal again {number}")
    made.make_goal(client, client_words="To have one friend", status=GoalStatus.COMPLETED)
    began = today() - timedelta(days=120)
    tie = made.make_tie(client, name="Art room", alone_on=began, lasting_on=today() - timedelta(days=20))
    made.make_tie_step(tie, world.mentor, TieStepKind.ALONE, began)
    there = {"week": 12, "answer": StillThere.ALONE}
    made.make_tie_step(tie, world.mentor, TieStepKind.ANSWER, today() - timedelta(days=20), **there)
    made.make_follow_up(client, world.mentor, words="Buy paint together", due_on=date(2026, 12, 1))
    return client


def printed(browser, client, query=""):
    answer = browser.get(f"/clients/{client.id}/keep/pdf{query}")
    assert answer.mimetype == "application/pdf"
    return answer.data


def pages_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", list(TITLES))
def test_it_is_one_sheet_in_the_clients_language_without_a_clinical_word(as_, world, language) -> None:
    client = grown(world, language)
    (text,) = pages_of(printed(as_(world.mentor), client))
    assert TITLES[language] in text
    for words in ("I wrote to Michal again 0", "To have one friend", "Art room"):
        assert set(words.split()) <= set(text.split())  # a line of another direction is read in its own order
    assert not CLINICAL.search(text)
    assert "Zilberberg" not in text


def test_however_much_went_well_it_stays_one_sheet(as_, world) -> None:
    client = grown(world, "en", wins=10)
    for number in range(6):
        made.make_goal(client, client_words="A long sentence about what was reached " * 5, status=GoalStatus.COMPLETED)
        win(client, world.mentor, f"A long sentence about how it went {number} " * 6)
    assert len(pages_of(printed(as_(world.mentor), client))) == 1


def test_with_initials_it_names_nobody(as_, world) -> None:
    (text,) = pages_of(printed(as_(world.mentor), grown(world, "he"), "?initials=1"))
    for name in ("Yael", "Art room", "מיכל", "רותי"):
        assert name not in text


def test_it_is_two_taps_from_the_clients_page_and_in_the_trail(as_, world) -> None:
    client = grown(world, "en")
    browser = as_(world.mentor)
    assert f"/clients/{client.id}/beside" in browser.see(f"/clients/{client.id}").links
    assert f"/clients/{client.id}/keep/pdf" in browser.see(f"/clients/{client.id}/beside").links
    printed(browser, client)
    (entry,) = db.session.scalars(sa.select(Entry.id).where(Entry.act == Act.PRINTED)).all()
    assert clients_of(entry) == {client.id}


def test_with_one_map_what_went_well_stands_beside_it(as_, world) -> None:
    client = made.make_client(world.team, world.mentor, language="en")
    draw(world.mentor, client, NOW)
    win(client, world.mentor, "I went to the library")
    (text,) = pages_of(printed(as_(world.mentor), client))
    assert "I went to the library" in text


def test_an_empty_page_is_not_printed_and_says_what_makes_a_beginning(as_, world) -> None:
    client = made.make_client(world.team, world.mentor)
    browser = as_(world.mentor)
    answer = browser.get(f"/clients/{client.id}/keep/pdf")
    assert answer.headers["Location"] == f"/clients/{client.id}/beside"
    assert "A small win or a map makes a beginning." in browser.see(f"/clients/{client.id}/beside").words
