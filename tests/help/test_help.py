"""The help that is behind "?" on the main pages, and the first steps of a new mentor."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit.models import Entry
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.i18n import LANGUAGES
from tests.trail import clients_of
from tests.world import assign, keep, make_activity, make_user


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_help_is_the_same_for_everybody_and_a_device_can_keep_it(world, visitor, as_, language):
    answer = visitor.get(f"/help/{language}")
    assert answer.status_code == 200
    assert visitor.page.lang == language
    assert "script" not in answer.text
    assert "nonce" not in answer.headers["Content-Security-Policy"]
    signed_in = as_(world.mentor).get(f"/help/{language}")
    assert signed_in.text == answer.text
    worker = visitor.get(f"/worker-{language}.js").text
    assert f'LANGUAGE = "{language}"' in worker
    assert "`/help/${LANGUAGE}`" in worker


def test_a_language_that_there_is_not_has_no_help(visitor):
    assert visitor.get("/help/xx").status_code == 404


HELPED = {
    "today": ["/"],
    "groups": ["/groups"],
    "board": ["/board"],
    "approvals": ["/approvals"],
    "practice": ["/clients/{client}/practice"],
    "two_ratings": ["/two-ratings"],
    "attainment": ["/clients/{client}/attainment"],
    "note": ["/clients/{client}/activities/new"],
    "person": ["/clients", "/clients/{client}", "/clients/{client}/records"],
    "circles": ["/clients/{client}/circle"],
    "ties": ["/ties", "/clients/{client}/ties"],
    "areas": ["/clients/{client}/areas"],
    "measures": ["/clients/{client}/measures"],
    "check_ins": ["/clients/{client}/check-ins"],
    "stuck": ["/clients/{client}/stuck"],
    "directory": ["/sources", "/clients/{client}/sources"],
    "review": ["/clients/{client}/plan-review"],
    "reports": ["/reports"],
    "erasures": ["/erasures", "/retention", "/clients/{client}/erasure", "/clients/{client}/holds"],
}
OF_SUPERVISORS = ("erasures",)


def test_each_main_page_leads_to_its_part_of_the_help(world, as_):
    mentors, supervisors = as_(world.mentor), as_(world.supervisor)
    parts = mentors.see("/help/en").html
    for topic, paths in HELPED.items():
        assert f'id="{topic}"' in parts
        browser = supervisors if topic in OF_SUPERVISORS else mentors
        for path in paths:
            links = browser.see(path.format(client=world.client.id)).links
            assert [link for link in links if "/help/" in link and "#" in link] == [f"/help/en#{topic}"]


def test_a_new_mentor_is_led_to_the_first_steps(world, as_):
    mentor = make_user(Role.MENTOR, world.team)
    mentor.created_at = now()
    keep(mentor)
    browser = as_(mentor)
    assert "/first-steps" in browser.see("/").links
    page = browser.see("/first-steps")
    assert world.supervisor.name in page.words
    assert "Nobody yet." in page.words
    assign(world.client, mentor)
    page = browser.see("/first-steps")
    assert f"/clients/{world.client.id}" in page.links
    entry = db.session.scalars(sa.select(Entry).where(Entry.actor_id == mentor.id).order_by(Entry.id)).all()[-1]
    assert clients_of(entry.id) == {world.client.id}


def test_who_has_written_a_note_is_not_led_there_any_more(world, as_):
    browser = as_(world.mentor)
    assert "/first-steps" in browser.see("/").links
    make_activity(world.client, world.mentor, today())
    assert "/first-steps" not in browser.see("/").links


def test_after_two_weeks_the_first_page_does_not_speak_of_first_steps(world, as_):
    world.mentor.created_at = now() - timedelta(days=15)
    keep(world.mentor)
    assert "/first-steps" not in as_(world.mentor).see("/").links


def test_the_first_steps_show_nobody_elses_client(world, as_):
    stranger = make_user(Role.MENTOR, world.other_team)
    page = as_(stranger).see("/first-steps")
    assert world.client.name not in page.words
    assert world.supervisor.name not in page.words
