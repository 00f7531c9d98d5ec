"""The page to keep: a sheet in the client's language, with what grew in own words and no clinical word."""

import ctypes
import re
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pypdfium2.raw as pdf_raw
import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.beside.keep_actions import on_few_sheets
from caseapp.beside.keep_blocks import SIZES, Kept, KeptMap, keep_document
from caseapp.circles.rules import TIES_MAX, Ring
from caseapp.circles.words import map_picture
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.goals.rules import GoalStatus
from caseapp.goals.wins.models import SmallWin
from caseapp.i18n import in_language
from caseapp.ties.rules import StillThere, TieStepKind
from tests import world as made
from tests.circles.drawing import MUM, NOW, THEN, draw
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


LONG = {"he": "והתרגשויותיהם", "ar": "فاستسقيناكموها", "ru": "достопримечательности", "en": "Hauptbetriebswerk"}


def letters_of(pdf):
    """Every letter of the sheets: its size as it is printed, in points."""
    for sheet in pypdfium2.PdfDocument(pdf):
        for each in sheet.get_objects([pdf_raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
            size = ctypes.c_float()
            pdf_raw.FPDFTextObj_GetFontSize(each, size)
            matrix = each.get_matrix()
            yield size.value * abs(matrix.d)


def full_page(language, **fields):
    """Whatever may be typed, in every list, with the longest words, pictures and both directions."""
    words = f"{LONG[language] * 4} 👩\u200d👧 קפה Greenberg 17:30 قهوة " * 20
    maps = [map_picture("", LONG[language] * 3, ties, beside=NOW) for ties in (THEN, NOW)]
    kept = Kept(
        LONG[language],
        tuple(KeptMap(today(), each) for each in maps),
        lasting=(words[:80],) * 10,
        wins=(words[:300],) * 12,
        reached=(words,) * 5,
        next_step=f"{words[:990]}0501111111",
        hard=f"{words[:990]}0502222222",
        names=(LONG[language] * 3,),
    )
    return replace(kept, **fields)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", list(TITLES))
def test_the_fullest_page_is_in_large_type_whole_in_what_counts_and_nothing_sticks_out(app, language) -> None:
    with app.test_request_context(), in_language(language):
        full = full_page(language)
        assert all(keep_document(full, size).is_large for size in SIZES)
        page = on_few_sheets(full)
        said = f"{LONG[language][:6]} " * 200
        usual = on_few_sheets(replace(full, next_step="I write", hard=f"{said[:990]}0502222222"))
        short = on_few_sheets(replace(full, lasting=("Art room",) * 9, next_step="", hard="Dana 0502222222"))
        few = on_few_sheets(replace(full, wins=("I went",), lasting=("Art room",), reached=(), hard="", next_step=""))
    assert [len(pages_of(pdf)) for pdf in (page, usual, short)] == [2 if language == "he" else 3, 2, 1]
    assert "0501111111" in "".join(pages_of(page))
    assert all("0502222222" in pages_of(pdf)[-1] for pdf in (page, usual, short))
    for sheet in pypdfium2.PdfDocument(page):
        text = sheet.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        wide, high = sheet.get_size()
        assert min(left for left, _b, _r, _t in boxes) >= 0
        assert max(right for _l, _b, right, _t in boxes) <= wide
        assert max(top for _l, _b, _r, top in boxes) <= high
        assert min(bottom for _l, bottom, _r, _t in boxes) >= 0
    assert {"Art", "room", "went"} <= set(" ".join(pages_of(few)).split())


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("count", [7, 20, TIES_MAX])
def test_maps_are_read_on_paper_with_every_name_in_full(as_, world, language, count) -> None:
    client = grown(world, language)
    names = [f"Neighbour from the third floor {number}" for number in range(count)]
    ties = [replace(MUM, key=f"{at:08}", nickname=name, ring=Ring(1 + at % 3)) for at, name in enumerate(names)]
    draw(world.mentor, client, ties)
    page = printed(as_(world.mentor), client)
    assert min(letters_of(page)) >= 8
    whole = " ".join("".join(pages_of(page)).split())
    for number in range(count):
        assert re.search(rf"\b{number}\b", whole)
    assert len(pages_of(page)) <= 2
    before = whole if count == TIES_MAX else pages_of(page)[0]  # the names in full stand last, on a sheet of their own
    before = before.split("floor 5")[0] if language == "en" and count == TIES_MAX else before
    for words in ("I wrote to Michal again 2", "Art room", "Buy paint together"):
        assert set(words.split()) <= set(before.split())
    assert "Neighbour from the third floor 1" in whole or language == "he"


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
