"""Answered alone, together or from paper; compared only with the same mode; a falling pulse leads to one step."""

import json
import re
from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.measures import queries
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import Helper, TakenBy
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.stuck.queries import list_stuck
from tests.access.conftest import hand_screen_of
from tests.drawn import drawn
from tests.measures.records import make_pulse
from tests.world import amend

TOGETHER = {"taken_by": "together", "helper": "mentor"}
PAPER = {"taken_by": "paper", "helper": "other"}
WEEKS = ("2026-11-29T08:00:00+00:00", "2026-12-06T08:00:00+00:00", "2026-12-13T08:00:00+00:00")


def pages_of(world, code="pulse"):
    return f"/clients/{world.client.id}/measures", f"/clients/{world.client.id}/measures/{code}/new"


def pulse(value, **rest):
    return {f"item-{item}": str(value) for item in ("connected", "group", "myself", "hopeful")} | rest


def all_taken():
    found = sa.select(MeasureTaken).where(for_maintenance()).order_by(MeasureTaken.created_at, MeasureTaken.id)
    return list(db.session.scalars(found))


def stuck_names(world):
    return [state.client_id for state in list_stuck(world.mentor) if state.found and state.found.pulse_is_low]


def test_every_answer_is_reached_page_by_page_and_stands_on_one(world, as_, monkeypatch):
    monkeypatch.setattr(queries, "TAKEN_SHOWN", 3)
    days = [date(2026, 11, day) for day in (20, 19, 19, 18, 18, 18, 18, 18, 17, 16, 16, 15)]
    taken = [make_pulse(world.client, world.mentor.id, 5, on) for on in days]
    browser, found, at = as_(world.mentor), [], f"/clients/{world.client.id}/measures"
    while at:
        page = browser.see(at)
        found.append([link for link in page.links if re.fullmatch(r"/measures/[^/]+", link)])
        later = [link for link in page.links if "until=" in link]
        assert ("Newest answers" in page.words) == ("until=" in at)
        assert ("Answer the questions" in page.words) == ("until=" not in at)
        at = later[0] if later else ""
    assert [len(links) for links in found] == [3, 5, 3, 1]
    assert sorted(link for links in found for link in links) == sorted(f"/measures/{each.id}" for each in taken)


@pytest.mark.parametrize("until", ["x", "2026-02-31", "", "²026-01-01"])
def test_a_day_that_is_none_is_no_page(world, as_, until):
    assert as_(world.mentor).get(f"/clients/{world.client.id}/measures?until={until}").status_code == 404


def test_a_falling_pulse_brings_the_client_to_the_stuck_page(world, as_, clock):
    shown, ask = pages_of(world)
    stuck = f"/clients/{world.client.id}/stuck"
    as_(world.mentor).send(ask, pulse(8, **TOGETHER))
    clock.move_to(WEEKS[0])
    as_(world.mentor).send(ask, pulse(5, **PAPER))
    assert stuck_names(world) == []
    assert stuck not in as_(world.mentor).see(shown).links
    clock.move_to(WEEKS[1])
    as_(world.mentor).send(ask, pulse(6, **TOGETHER))
    assert [each.needs_step for each in all_taken()] == [False, False, True]
    assert stuck_names(world) == [world.client.id]
    browser = as_(world.mentor)
    page = browser.see(shown)
    assert "↓ Less good than the time before, by 2" in page.words
    assert stuck in page.links
    words = browser.see(stuck).words
    assert "pulse of belonging is low or has fallen" in words
    assert "two points under the mean" in words
    clock.move_to(WEEKS[2])
    as_(world.mentor).send(ask, pulse(7, **TOGETHER))
    assert stuck_names(world) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_first_pulse_that_is_low_leads_to_the_guided_step_by_a_setting(world, as_, clock):
    shown, ask = pages_of(world)
    stuck = f"/clients/{world.client.id}/stuck"
    admin, browser = as_(world.administrator), as_(world.mentor)
    assert "A pulse of belonging is low at" in admin.see("/settings").words
    browser.send(ask, pulse(4, **PAPER))
    assert stuck_names(world) == []
    assert stuck not in browser.see(shown).links
    browser.send(ask, pulse(3, **PAPER))
    assert stuck_names(world) == [world.client.id]
    assert stuck in browser.see(shown).links
    assert "was low (3 of 10 or lower, by the setting of its day)" in browser.see(stuck).words
    words = browser.see(f"/measures/{all_taken()[1].id}").words
    assert (
        "A score of 3 or lower, by the setting of the day on which it was answered. No source gives a number" in words
    )
    admin.post("/settings", data={**drawn(admin.see("/settings")), "pulse_low": "2"})
    assert stuck_names(world) == [world.client.id]
    assert stuck in browser.see(shown).links, "the file and the list say the same of what was answered before"
    assert "was low (3 of 10 or lower, by the setting of its day)" in browser.see(stuck).words
    admin.post("/settings", data={**drawn(admin.see("/settings")), "pulse_low": "5"})
    clock.move_to(WEEKS[0])
    as_(world.mentor).send(ask, pulse(5, **PAPER))
    assert [each.needs_step for each in all_taken()] == [False, True, True]
    assert "was low (5 of 10 or lower, by the setting of its day)" in as_(world.mentor).see(stuck).words
    admin = as_(world.administrator)
    admin.post("/settings", data={**drawn(admin.see("/settings")), "pulse_low": "2"})
    first, low, third = all_taken()
    as_(world.mentor).send(f"/measures/{first.id}/error", {"reason": "Another client's."})
    as_(world.mentor).send(f"/measures/{third.id}/error", {"reason": "Another client's."})
    db.session.expire_all()
    assert [each.needs_step for each in all_taken()] == [False, True, True], "each by the setting of its own day"
    assert [each.low_at for each in all_taken()] == [3, 3, 5]
    assert stuck_names(world) == [world.client.id]
    assert "A score of 3 or lower, by the setting of the day" in as_(world.mentor).see(f"/measures/{low.id}").words
    assert "was low (3 of 10 or lower, by the setting of its day)" in as_(world.mentor).see(stuck).words
    amend(low, low_at=None)
    assert "low by the setting of its day (now 2 of 10 or lower)" in as_(world.mentor).see(stuck).words


def test_a_pulse_without_a_score_takes_nobody_off_the_list(world, as_, clock):
    shown, ask = pages_of(world)
    stuck = f"/clients/{world.client.id}/stuck"
    as_(world.mentor).send(ask, pulse(2, **TOGETHER))
    clock.move_to(WEEKS[0])
    browser = as_(world.mentor)
    browser.send(ask, {"item-group": "9", "item-myself": "9", **TOGETHER})
    assert [each.is_scored for each in all_taken()] == [True, False]
    assert stuck_names(world) == [world.client.id]
    assert stuck in browser.see(shown).links
    assert "was low (3 of 10 or lower, by the setting of its day)" in browser.see(stuck).words
    browser.send(ask, pulse(6, **TOGETHER))
    assert stuck_names(world) == []
    assert stuck not in browser.see(shown).links


def test_a_fall_of_long_ago_and_one_that_was_struck_out_count_no_more(world, as_, clock):
    shown, ask = pages_of(world)
    as_(world.mentor).send(ask, pulse(8, **TOGETHER))
    clock.move_to(WEEKS[0])
    as_(world.mentor).send(ask, pulse(5, **TOGETHER))
    assert stuck_names(world) == [world.client.id]
    first, _second = all_taken()
    clock.move_to("2026-12-26T08:00:00+00:00")
    assert stuck_names(world) == [world.client.id]
    clock.move_to("2026-12-27T08:00:00+00:00")
    assert stuck_names(world) == []
    browser = as_(world.mentor)
    browser.send(f"/measures/{first.id}/error", {"reason": "Another client's."})
    db.session.expire_all()
    assert [(each.is_in_error, each.needs_step) for each in all_taken()] == [(True, False), (False, False)]
    assert "Another client's." in browser.see(shown).words


def test_each_mode_has_a_line_of_its_own(world, as_, clock):
    shown, ask = pages_of(world)
    sent = [(None, TOGETHER), (WEEKS[0], PAPER), (WEEKS[1], TOGETHER), (WEEKS[2], PAPER)]
    for moment, mode in sent:
        if moment:
            clock.move_to(moment)
        as_(world.mentor).send(ask, pulse(5, **mode))
    html = as_(world.mentor).get(shown).text
    lines = [part.split('"')[1] for part in html.split("<polyline ")[1:]]
    assert [len(line.split()) for line in lines] == [2, 2]
    assert not set(lines[0].split()) & set(lines[1].split())


def test_what_is_missing_is_not_zero_and_answers_are_sealed(world, as_):
    shown, ask = pages_of(world)
    browser = as_(world.mentor)
    browser.send(ask, TOGETHER)
    assert "Nothing has been answered yet. Each question can be skipped." in browser.page.words
    browser.send(ask, {"item-group": "3", "item-myself": "11", **TOGETHER})
    assert all_taken() == []
    browser.send(ask, {"item-group": "3", "item-myself": "4", **TOGETHER})
    (taken,) = all_taken()
    assert json.loads(taken.answers) == {"group": 3, "myself": 4}
    assert b"group" not in taken.answers_sealed
    assert "no score, because answers are missing" in browser.see(shown).words
    words = browser.see(f"/measures/{taken.id}").words
    for said in (
        "not answered",
        "The mean of questions 1, 2, 3, 4.",
        "not validated",
        "MIT",
        "The mentor helped",
        "Recorded by",
    ):
        assert said in words, said
    assert re.search(r'class="prose">\s*<ol>', browser.page.html), "the questions have the numbers of the formula"
    assert as_(world.team_mate).get(f"/measures/{taken.id}").status_code == 404


def test_answers_that_cannot_be_opened_are_left_out_and_said(world, as_):
    shown, ask = pages_of(world)
    browser = as_(world.mentor)
    for value in (8, 7):
        browser.send(ask, pulse(value, **TOGETHER))
    first, last = all_taken()
    amend(last, answers_sealed=b"damaged")
    words = browser.see(shown).words
    assert "8, of 0 to 10" in words
    assert "answers are missing" not in words
    words = browser.see(f"/measures/{last.id}").words
    assert "cannot be read" in words or "cannot be opened" in words
    assert "not answered" not in words
    browser.send(ask, pulse(5, **TOGETHER))
    assert stuck_names(world) == [world.client.id]
    progress = gather(world.mentor, world.client.id, Period(first.held_on, today()), NO_TEXTS)
    assert [each.score for each in progress.measures[0].scores] == ["8", "5"]


def test_what_has_no_text_in_a_language_or_waits_for_its_terms_is_not_offered(world, as_):
    browser = as_(world.mentor)
    assert [browser.get(pages_of(world, code)[1]).status_code for code in ("ucla3", "cel3", "pulse")] == [200] * 3
    for code in ("who5", "mspss", "qpr15", "nothing"):
        assert browser.get(pages_of(world, code)[1]).status_code == 404, code
    browser.send(pages_of(world, "ucla3")[1], {"item-q1": "3", "item-q2": "2", "item-q3": "1", **PAPER})
    page = browser.see(pages_of(world)[0])
    assert "6, of 3 to 9" in page.words
    assert "low to moderate evidence" in page.words
    assert f"/clients/{world.client.id}/stuck" in page.links
    amend(world.mentor, language="he")
    assert "English: נוסח שפורסם" in as_(world.mentor).see(pages_of(world)[0]).words, "of the text that was answered"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_client_alone_answers_while_holding_the_screen(app, world, as_):
    shown, ask = pages_of(world)
    browser = as_(world.mentor)
    hand_screen_of(app, browser, world.client.id)
    assert ask in browser.see("/with").links
    answer = browser.send(ask, pulse(4))
    assert answer.location == "/with"
    assert [(each.taken_by, each.helper) for each in all_taken()] == [(TakenBy.ALONE, Helper.NOBODY)]
    assert browser.get(shown).status_code != 200
