"""A client's own list of places, and its page on paper."""

from dataclasses import replace

import pypdfium2
import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.db import db
from caseapp.directory.shortlist.actions import put_on_list
from caseapp.directory.shortlist.queries import ids_on_list, shortlist_of
from caseapp.directory.shortlist.rules import SHORTLIST_MOST
from caseapp.errors import NotVisible, RuleBroken
from tests.directory.records import CHOIR, STUDIO, make_source
from tests.trail import clients_of
from tests.world import amend

LONG = replace(
    STUDIO,
    when_words="every second week, and not in the holidays of the schools",
    address="Community centre of the quarter, 3 Orange Street, second floor",
    bus="Lines 16 and 18 from the central station, 22 minutes, then 6 minutes on foot, uphill",
    discretion="Nobody asks who sent you, and first names are enough for everybody who comes",
    cost="20 shekels for each meeting, and nothing for whoever cannot pay",
    way_in_words="a ramp behind the building, ring the bell",
)

TYPED = "Words that somebody typed about it at length "
LONGEST = replace(
    LONG, **{name: (TYPED * 4).strip() for name in ("bus", "address", "discretion", "cost", "when_words")}
)


def page_of(client):
    return f"/clients/{client.id}/shortlist"


def put(world, source, *, is_on=True):
    put_on_list(world.mentor, world.client.id, source.id, is_on=is_on)


def pages_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_an_entry_is_put_on_the_list_once_and_taken_off_again(world):
    studio, choir = make_source(world.mentor), make_source(world.mentor, CHOIR)
    put(world, choir)
    put(world, studio)
    put(world, studio)
    assert ids_on_list(world.supervisor, world.client.id) == [choir.id, studio.id]
    put(world, choir, is_on=False)
    assert [row.id for row in shortlist_of(world.mentor, world.client.id)] == [studio.id]
    put(world, choir)
    assert set(ids_on_list(world.mentor, world.client.id)) == {studio.id, choir.id}
    changes = list(db.session.scalars(sa.select(Entry.id).where(Entry.act == Act.SHORTLIST_CHANGED)))
    assert len(changes) == 4
    assert all(clients_of(entry_id) == {world.client.id} for entry_id in changes)


def test_the_list_holds_what_fits_on_a_page(world):
    for _number in range(SHORTLIST_MOST):
        put(world, make_source(world.mentor))
    with pytest.raises(RuleBroken):
        put(world, make_source(world.mentor))


def test_nobody_elses_list_is_seen_or_changed(world):
    studio = make_source(world.mentor)
    put(world, studio)
    with pytest.raises(NotVisible):
        put_on_list(world.other_mentor, world.client.id, studio.id, is_on=False)
    assert ids_on_list(world.other_mentor, world.client.id) == []


def test_a_tap_on_the_card_puts_it_on_the_list_and_the_chips_stay(world, as_):
    make_source(world.mentor)
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/sources?what=painting"
    (form,) = [form for form in browser.see(path).forms if "shortlist" in form["action"]]
    answer = browser.post(form["action"], data=form["fields"])
    assert answer.headers["Location"].startswith(path)
    page = browser.see(path)
    assert "s list: 1 See the list" in page.words
    assert page_of(world.client) in page.links


def test_the_list_says_in_which_language_its_page_is_and_lets_entries_go(world, as_):
    put(world, make_source(world.mentor))
    browser = as_(world.mentor)
    page = browser.see(page_of(world.client))
    assert "עברית" in page.words
    (form,) = [form for form in page.forms if "from=list" in form["action"]]
    browser.post(form["action"], data=form["fields"])
    assert "The list is empty" in browser.see(page_of(world.client)).words


def test_a_full_list_says_so_on_top(world, as_):
    for _number in range(SHORTLIST_MOST):
        put(world, make_source(world.mentor))
    one_more = make_source(world.mentor)
    browser = as_(world.mentor)
    token = browser.see(page_of(world.client)).field("csrf_token")
    browser.post(page_of(world.client), data={"csrf_token": token, "entry": str(one_more.id), "is_on": "yes"})
    assert "Take one off first." in browser.see(f"/clients/{world.client.id}/sources").words


def test_an_id_that_is_none_changes_nothing(world, as_):
    studio = make_source(world.mentor)
    put(world, studio)
    browser = as_(world.mentor)
    token = browser.see(page_of(world.client)).field("csrf_token")
    browser.post(page_of(world.client), data={"csrf_token": token, "entry": "x", "is_on": "yes"})
    assert ids_on_list(world.mentor, world.client.id) == [studio.id]


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "среда"), ("he", "רביעי"), ("en", "Wednesday"), ("ar", "الأربعاء")]
)
def test_the_page_is_in_the_clients_language_and_says_nothing_about_who_gave_it(world, as_, language, said):
    amend(world.client, language=language)
    put(world, make_source(world.mentor))
    answer = as_(world.mentor).get(f"{page_of(world.client)}/pdf")
    assert answer.mimetype == "application/pdf"
    (text,) = pages_of(answer.data)
    assert {"Open", "studio"} <= set(text.split())
    assert said.casefold() in text.casefold() or said[::-1] in text
    assert world.client.family_name not in text
    assert world.mentor.name not in text


@pytest.mark.parametrize("draft", [STUDIO, LONG, LONGEST])
def test_a_full_list_is_one_page(world, as_, draft):
    amend(world.client, language="en")
    for number in range(SHORTLIST_MOST):
        put(world, make_source(world.mentor, replace(draft, name=f"Studio{number}")))
    (text,) = pages_of(as_(world.mentor).get(f"{page_of(world.client)}/pdf").data)
    assert all(f"Studio{number}" in text for number in range(SHORTLIST_MOST))


def test_printing_is_told_to_the_trail(world, as_):
    put(world, make_source(world.mentor))
    as_(world.mentor).get(f"{page_of(world.client)}/pdf")
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == Act.PRINTED))
    assert clients_of(entry.id) == {world.client.id}
