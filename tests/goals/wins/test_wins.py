"""Small wins: by one tap or in own words, towards a goal or none, undone on their day, shown at the next rating."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.goals.wins.models import SmallWin
from caseapp.goals.wins.rules import WIN_MAX, WinDraft, check_win, may_undo
from tests import world as made
from tests.access.conftest import hand_screen_of
from tests.refusals import refused


@pytest.fixture
def client(world):
    return made.make_client(world.team, world.mentor, language="ru", gender_form="feminine")


@pytest.fixture
def browser(as_, world):
    return as_(world.mentor)


def page_of(client) -> str:
    return f"/clients/{client.id}/wins"


def stored():
    return db.session.scalars(sa.select(SmallWin).where(for_maintenance())).all()


def acts():
    return [act for act in db.session.scalars(sa.select(Entry.act).order_by(Entry.id)) if act.startswith("win_")]


@pytest.mark.parametrize("words", ["", " ", "x" * (WIN_MAX + 1)])
def test_a_win_says_something_and_not_too_much(words) -> None:
    with refused("words"):
        check_win(WinDraft(words))


def test_a_win_is_undone_on_its_day_and_the_client_undoes_only_the_own_words() -> None:
    day = today()
    assert may_undo(by_client=True, is_client=True, on=day, today=day)
    assert may_undo(by_client=True, is_client=False, on=day, today=day)
    assert not may_undo(by_client=False, is_client=True, on=day, today=day)
    assert not may_undo(by_client=False, is_client=False, on=day - timedelta(days=1), today=day)


def test_one_tap_keeps_the_sentence_in_the_clients_language_and_form(browser, client) -> None:
    assert browser.send(page_of(client), {"common": "called"}).status_code == 303
    (win,) = stored()
    assert (win.words, win.by_client, win.won_on) == ("Я кому-то позвонила", False, today())
    assert "Я кому-то позвонила" in browser.see(page_of(client)).words
    assert acts() == [Act.WIN_ADDED]


def test_the_same_tap_sent_twice_is_one_win(browser, client) -> None:
    page = browser.see(page_of(client))
    form = {name: page.field(name) for name in ("csrf_token", "record_id")} | {"common": "asked"}
    assert [browser.post(page_of(client), data=form).status_code for _ in range(2)] == [303, 303]
    assert len(stored()) == 1


def test_own_words_towards_a_goal_are_shown_at_its_next_rating_and_not_at_anothers(browser, client) -> None:
    goal, other = (made.make_goal(client, client_words=words) for words in ("Coffee", "Library"))
    browser.send(page_of(client), {"words": "She wrote to Dana", "goal": str(goal.id)})
    browser.send(page_of(client), {"words": "Out in the rain"})
    rating, others = (browser.see(f"/goals/{each.id}/ratings/new").words for each in (goal, other))
    assert "She wrote to Dana" in rating
    assert "Out in the rain" in rating
    assert "She wrote to Dana" not in others


def test_what_was_before_the_last_rating_is_no_evidence_for_the_next(browser, as_, client, world, clock) -> None:
    goal = made.make_goal(client)
    browser.send(page_of(client), {"words": "An old one"})
    clock.shift(timedelta(days=3))
    made.rate(goal, world.mentor, today(), 0)
    assert "An old one" not in as_(world.mentor).see(f"/goals/{goal.id}/ratings/new").words


def test_a_goal_of_somebody_else_is_not_taken(browser, client, world) -> None:
    foreign = made.make_goal(world.other_client)
    assert browser.send(page_of(client), {"words": "x", "goal": str(foreign.id)}).status_code == 200
    assert stored() == []


def test_undo_takes_it_off_every_page_and_stays_in_the_trail(browser, client) -> None:
    browser.send(page_of(client), {"words": "A slip"})
    page = browser.see(page_of(client))
    (undo,) = [form["action"] for form in page.forms if str(form["action"]).endswith("/undo")]
    for _ in range(2):
        assert browser.post(undo, data={"csrf_token": page.field("csrf_token")}).status_code == 303
    assert "A slip" not in browser.see(page_of(client)).words
    assert acts() == [Act.WIN_ADDED, Act.WIN_TAKEN_BACK]


def test_a_day_later_there_is_no_undo(browser, as_, world, client, clock) -> None:
    browser.send(page_of(client), {"words": "Yesterday"})
    (win,) = stored()
    clock.shift(timedelta(days=1))
    browser = as_(world.mentor)
    page = browser.see(page_of(client))
    assert not [form for form in page.forms if str(form["action"]).endswith("/undo")]
    browser.post(f"/wins/{win.id}/undo", data={"csrf_token": page.field("csrf_token")})
    assert "Yesterday" in browser.see(page_of(client)).words


def test_the_client_writes_with_the_screen_in_hand_and_undoes_nothing_of_the_mentors(app, browser, client) -> None:
    browser.send(page_of(client), {"words": "By the mentor"})
    hand_screen_of(app, browser, client.id)
    browser.send(page_of(client), {"words": "By myself"})
    page = browser.see(page_of(client))
    undo = [form["action"] for form in page.forms if str(form["action"]).endswith("/undo")]
    assert {win.words: win.by_client for win in stored()} == {"By the mentor": False, "By myself": True}
    assert len(undo) == 1
    assert "By myself" in browser.see("/with").words
