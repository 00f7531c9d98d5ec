import re
from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp.circles.forms import CircleForm
from caseapp.circles.queries import circles_of, find_snapshot, latest_ties
from caseapp.circles.rules import CircleKind, Ring, SupportKind, TieFrequency, TieWay
from caseapp.clock import today
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from tests.circles.drawing import NOW, THEN, draw
from tests.drawn import drawn
from tests.form_ids import form_id
from tests.world import amend

OUTSIDERS = [("team_mate", 404), ("former_mentor", 404), ("other_supervisor", 404), ("administrator", 403)]
DAY = {"drawn_on": "2026-11-20", "drawn_by": "together"}
ROW = {
    **DAY,
    "nickname-1": "רותי",
    "ring-1": "1",
    "kind-1": "person",
    "role-1": "family",
    "role_words-1": "אחות",
    "often-1": "weekly",
    "ways-1": ["call", "in_person"],
    "supports-1": ["emotional"],
    "tension-1": "0",
    "nickname-3": "קפה הגן",
    "ring-3": "3",
    "kind-3": "place",
}


def path(world, rest=""):
    return f"/clients/{world.client.id}/circle{rest}"


def kept(world):
    return circles_of(world.mentor, world.client.id)


def test_a_map_is_made_with_a_list_and_shown_in_picture_words_and_figures(world, as_):
    browser = as_(world.mentor)
    assert "No map yet" in browser.see(path(world)).words
    answer = browser.send(path(world, "/new"), ROW)
    assert answer.headers["Location"] == path(world)
    [circle] = kept(world)
    ruti, cafe = circle.ties
    assert (ruti.nickname, ruti.ring, ruti.role_words, ruti.often) == ("רותי", Ring.CLOSE, "אחות", TieFrequency.WEEKLY)
    assert (set(ruti.ways), ruti.supports, ruti.tension) == (
        {TieWay.CALL, TieWay.IN_PERSON},
        (SupportKind.EMOTIONAL,),
        0,
    )
    assert (cafe.nickname, cafe.ring, cafe.kind, cafe.pay, cafe.tension) == (
        "קפה הגן",
        Ring.FURTHER,
        CircleKind.PLACE,
        None,
        None,
    )
    page = browser.see(path(world))
    assert "Very close: רותי. Further away: קפה הגן." in page.html
    assert "What changed" not in page.words


@pytest.mark.parametrize("name", ["nickname-3", "note-1", "role_words-1"])
def test_a_letter_that_cannot_be_saved_is_said_and_loses_no_tie(world, as_, name):
    browser, typed = as_(world.mentor), "Dana \U0001fae8"
    browser.send(path(world, "/new"), ROW | {name: typed})
    assert "a character that cannot be saved" in browser.page.words
    assert typed in browser.page.html
    assert kept(world) == []


def test_the_next_map_begins_with_the_ties_of_the_last_and_what_is_gone_is_said(world, as_):
    browser = as_(world.mentor)
    browser.send(path(world, "/new"), ROW)
    page = browser.see(path(world, "/new"))
    keys = re.findall(r'name="(key-\d)" value="(\w+)"', page.html)
    assert [name for name, _ in keys] == ["key-1", "key-2"]
    next_map = {
        **DAY,
        **dict(keys),
        "nickname-1": "רותי",
        "ring-1": "2",
        "nickname-2": "קפה הגן",
        "ring-2": "0",
        "note-2": "נסגר",
    }
    browser.send(path(world, "/new"), next_map)
    newest, first = kept(world)
    assert [tie.key for tie in newest.ties] == [tie.key for tie in first.ties]
    words = browser.see(path(world)).words
    assert "from “Very close” to “Important to me”" in words
    assert "נסגר" in words


def test_what_is_wrong_is_said_with_all_that_was_typed(world, as_):
    browser = as_(world.mentor)
    page = browser.send(path(world, "/new"), {**DAY, "nickname-1": "רותי"})
    assert page.status_code == 200
    assert "Choose how close" in page.text
    assert 'value="רותי"' in page.text
    assert (
        "no name"
        in browser.send(path(world, "/new"), {**DAY, "nickname-1": "", "key-1": "0000000a", "ring-1": "1"}).text
    )
    assert "not one of the choices" in browser.send(path(world, "/new"), {**ROW, "tension-1": "7"}).text
    assert "not one of the choices" in browser.send(path(world, "/new"), {**ROW, "ring-1": "x"}).text
    assert kept(world) == []


def test_a_name_that_says_too_much_is_asked_about_once_and_may_stay(world, as_):
    browser = as_(world.mentor)
    full = {**ROW, "nickname-1": "רותי כהן"}
    first = browser.send(path(world, "/new"), full)
    assert "A nickname is enough" in first.text
    assert "קפה הגן." not in first.text
    assert kept(world) == []
    assert browser.send(path(world, "/new"), {**full, "anyway": "1"}).status_code == 303
    assert latest_ties(world.mentor, world.client.id)[0].nickname == "רותי כהן"


def test_more_rows_are_added_without_a_script_and_nothing_is_saved(world, as_):
    browser = as_(world.mentor)
    few = browser.see(path(world, "/new")).html.count("data-tie=")
    answer = browser.send(path(world, "/new"), {**ROW, "more": "1"})
    assert answer.status_code == 200
    assert answer.text.count("data-tie=") > few
    assert 'value="קפה הגן"' in answer.text
    assert kept(world) == []


def test_a_form_that_is_sent_twice_makes_one_map(world, as_):
    browser = as_(world.mentor)
    sent = {**ROW, "record_id": form_id(world.mentor, CircleForm), "drawn_on": str(today()), "drawn_by": "client"}
    for _ in range(2):
        assert browser.send(path(world, "/new"), sent).status_code == 303
    assert len(kept(world)) == 1
    assert browser.send(path(world, "/new"), {**sent, "nickname-1": "מיכל"}).status_code == 409


def test_two_maps_are_shown_with_what_changed_and_figures_that_open_their_lists(world, as_):
    first, last = draw(world.mentor, world.client, THEN, 180), draw(world.mentor, world.client, NOW)
    browser = as_(world.mentor)
    page = browser.see(path(world))
    for words in ("מיכל", "New", "Closer", "No more", "עברה דירה", "In figures", "Together with the client"):
        assert words in page.words
    counts = re.findall(r'href="(/circles/[^"]+)" data-counts="(\d+)"', page.html)
    assert len(counts) > 12
    for url, number in counts:
        assert browser.see(url.replace("&amp;", "&")).html.count('<section class="card">') == int(number)
    over = browser.see(path(world, "?view=over"))
    assert "From then to now" in over.words
    turned = browser.see(path(world, f"?then={last.id}&now={first.id}"))
    assert "New" in turned.words


def test_with_first_letters_no_name_is_on_the_page(world, as_):
    draw(world.mentor, world.client, THEN, 180)
    draw(world.mentor, world.client, NOW)
    page = as_(world.mentor).see(path(world, "?initials=1"))
    assert not [tie.nickname for tie in NOW if len(tie.nickname) > 2 and tie.nickname in page.html]
    assert "קא" in page.html


def test_a_map_is_struck_out_with_its_reason(world, as_):
    snapshot = draw(world.mentor, world.client, THEN)
    browser = as_(world.mentor)
    browser.send(f"/circles/{snapshot.id}/error", {"reason": "Another client's."})
    page = browser.see(path(world))
    assert "No map yet" in page.words
    assert "One map entered in error" in page.words
    assert "Another client's." in page.words
    assert "Another client's." in browser.see(f"/circles/{snapshot.id}/ties").words


@pytest.mark.parametrize(("relation", "status"), OUTSIDERS)
def test_nobody_else_comes_to_the_pages(world, as_, relation, status):
    snapshot = draw(world.mentor, world.client, THEN)
    browser = as_(getattr(world, relation))
    for url in (path(world), path(world, "/new"), f"/circles/{snapshot.id}/ties", f"/circles/{snapshot.id}/error"):
        assert browser.get(url).status_code == status


def test_an_address_that_names_no_map_or_figure_leads_nowhere(world, as_):
    snapshot = draw(world.mentor, world.client, THEN)
    browser = as_(world.mentor)
    assert browser.get(path(world, "?now=never")).status_code == 404
    assert browser.get(f"/circles/{snapshot.id}/ties?of=type").status_code == 404


def test_a_map_of_a_day_to_come_is_refused(world, as_):
    tomorrow = str(today() + timedelta(days=1))
    answer = as_(world.mentor).send(path(world, "/new"), {**ROW, "drawn_on": tomorrow})
    assert "future" in answer.text
    assert kept(world) == []


def test_ten_ties_are_a_light_form_and_the_questions_of_one_come_without_a_script(world, as_):
    ten = tuple(replace(NOW[0], key=f"{number:08x}", nickname=f"Friend {number}") for number in range(10))
    draw(world.mentor, world.client, ten)
    browser = as_(world.mentor)
    page = browser.see(path(world, "/new"))
    assert len(page.html.encode()) < 60_000
    sent = drawn(page)
    opened = browser.send(path(world, "/new"), {**sent, "open": "3"})
    assert opened.status_code == 200
    assert len(kept(world)) == 1
    asked = drawn(browser.page)
    assert {name: said for name, said in asked.items() if name in sent and said != [""]} == {
        name: said for name, said in sent.items() if said != [""]
    }
    assert 'id="wish-3"' in browser.page.html
    assert 'id="wish-2"' not in browser.page.html
    assert browser.post(path(world, "/new"), data=asked).status_code == 303
    assert [tie.key for tie in kept(world)[-1].ties] == [tie.key for tie in ten]
    assert {replace(tie, key="", nickname="", note="", angle=None) for tie in kept(world)[-1].ties} == {
        replace(ten[0], key="", nickname="", note="", angle=None)
    }


@pytest.mark.parametrize("damaged", [0, 1])
def test_a_map_that_cannot_be_opened_counts_nobody_and_nobody_as_lost(world, as_, damaged):
    draw(world.mentor, world.client, THEN, 30)
    draw(world.mentor, world.client, NOW)
    amend(find_snapshot(world.mentor, kept(world)[damaged].id), ties_sealed=b"damaged")
    for view in ("", "?view=over"):
        words = as_(world.mentor).see(path(world) + view).words
        assert "What changed" not in words
        assert "In figures" not in words
    progress = gather(world.mentor, world.client.id, Period(today() - timedelta(days=90), today()), NO_TEXTS)
    assert progress.circles.then is None
    assert len(progress.circles.now.ties) == len((NOW, THEN)[1 - damaged])
