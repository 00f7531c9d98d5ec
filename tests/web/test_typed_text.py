"""Typed text runs in its own direction, and figures in it as on paper, wherever it is shown: on an English page that is
full of Hebrew words."""

import re
from collections.abc import Iterator
from datetime import time

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy.orm import Session

import caseapp.app.features  # noqa: F401 - all models
from caseapp.activities.rules import Outcome
from caseapp.clock import today
from caseapp.db import Base, Sealed, db
from tests.access.conftest import hand_screen_of
from tests.figures.crawl import pages_of
from tests.figures.records import fill_world
from tests.world import amend, make_activity

HEBREW = re.compile(r"[א-ת]")
LATIN = re.compile(r"[A-Za-z]{2}")
WORDS = re.compile(r"[A-Z][A-Za-z ,.'?]+")
TO_HEBREW = str.maketrans({chr(ord("a") + n): "אבגדהוזחטיכלמנסעפצקרשתאבגד"[n] for n in range(26)})
NAMES = ("given_name", "family_name", "preferred_name", "alias", "full_name", "display_name", "name", "place_words")
SENTENCES = ("about", "for_whom", "when_words", "bus", "way_in_words", "cost", "discretion")  # of the open directory
FIGURE = "16:30–17:45"
UNSEEN = ("script", "style", "title", "textarea")
SET_APART = re.compile("\u2068[^\u2069]*\u2069")
SENTENCE = re.compile(r"[א-ת]\.")
SAID = ("title", "placeholder", "data-confirm")


@pytest.fixture
def engine():
    return "sqlite"


def type_hebrew():
    """Each text that somebody typed, and each name, becomes a Hebrew one."""
    with Session(db.engine) as session:
        for mapper in Base.registry.mappers:
            names = [name for name, each in vars(mapper.class_).items() if isinstance(each, Sealed)]
            names += [name for name in (*NAMES, *SENTENCES) if name in mapper.columns]
            for row in session.query(mapper.class_) if names else ():
                for name in names:
                    if WORDS.fullmatch(text := getattr(row, name) or ""):
                        typed = text.lower().rstrip(".").translate(TO_HEBREW)
                        setattr(row, name, typed if name in NAMES else f"{typed[:9]} {FIGURE} {typed}.")
        session.commit()


def around(node: LexborNode) -> Iterator[LexborNode]:
    """The elements that a text stands in, up to the body."""
    at = node.parent
    while at is not None and at.tag not in ("body", "html"):
        yield at
        at = at.parent


def is_turned(words: str, holders: list[LexborNode]) -> bool:
    """Whether a figure would be shown from its end."""
    is_own = any(each.tag == "bdi" and each.attributes.get("dir") == "ltr" for each in holders)
    return FIGURE in words and not is_own and not any(each.tag == "option" for each in holders)


def shares(words: str) -> bool:
    """Whether a text from right to left shares a sentence with English without being set apart."""
    return bool(HEBREW.search(SET_APART.sub("", words)) and LATIN.search(words))


def faults(html: str) -> Iterator[str]:
    """Hebrew that shares its stretch with English, and typed sentences that run in the page's direction."""
    body = LexborHTMLParser(html).body
    assert body is not None
    for node in body.traverse(include_text=True):
        if node.tag != "-text":
            yield from (f"{name}={said!r}" for name in SAID if shares(said := node.attributes.get(name) or ""))
            continue
        words, holders = node.text(deep=False) or "", list(around(node))
        if any(each.tag in UNSEEN for each in holders):
            continue
        if is_turned(words, holders):
            yield f"{words.strip()!r}: a figure"
        if any(each.attributes.get("lang") for each in holders):
            continue
        is_own = any(each.tag == "bdi" or each.attributes.get("dir") for each in holders)
        if shares(words) or (SENTENCE.search(SET_APART.sub("", words)) and not is_own):
            yield f"{words.strip()!r} in {holders[0].html if holders else ''}"[:300]


@pytest.mark.parametrize("who", ["mentor", "supervisor", "administrator", "client"])
def test_typed_text_runs_in_its_own_direction(app, world, as_, who):
    fill_world(world, 1)
    amend(world.client, introduction="A friend from the club.")
    make_activity(world.client, world.mentor, today(), outcome=Outcome.PLANNED, starts_at=time(23, 30), note="")
    type_hebrew()
    browser = as_(world.mentor if who == "client" else getattr(world, who))
    if who == "client":
        hand_screen_of(app, browser, world.client.id)
    found = {
        f"{re.sub('[0-9a-f-]{32,36}', '<id>', address)}: {fault}"
        for address in pages_of(browser)
        for fault in faults(browser.page.html)
    }
    assert not found, "\n".join(sorted(found))
