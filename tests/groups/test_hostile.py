"""What strangers, slips, double taps and races do to groups: a clear answer each time, and nothing lost."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db, writing
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.groups.members.actions import add_members
from caseapp.groups.members.rules import MembersDraft
from caseapp.groups.members.waiting_actions import admit_from_waiting_list
from caseapp.groups.models import Facilitator, Group, GroupNote, Meeting, Membership, Wait
from caseapp.groups.notes.actions import save_group_note
from caseapp.groups.notes.rules import GroupNoteDraft
from tests.drawn import drawn
from tests.groups.records import TODAY, days_ago, group_of, leave, mark
from tests.world import join, let_wait, make_client, make_meeting

LONG = "א" * 100_000
NASTY = ["<img src=x onerror=alert(1)>", "\u202eevil\u202c", "'; DROP TABLE groups; --"]
STRANGERS = ["former_mentor", "other_mentor", "other_supervisor"]


def count(entity):
    return db.session.scalar(sa.select(sa.func.count()).select_from(entity).where(for_maintenance()))


def pages_of(group, meeting, wait=None, membership=None):
    """Every address of a group, and whether it is only posted to."""
    at, day = f"/groups/{group.id}", TODAY + timedelta(days=7)
    shown = [at, f"{at}/edit", f"{at}/members", f"{at}/meetings/new", f"{at}/days/{day}"]
    shown += [f"/meetings/{meeting.id}/{page}" for page in ("attendance", "note", "concern")]
    posted = [f"{at}/waiting/{wait.id}/{act}" for act in ("take-in", "end")]
    posted += [f"{at}/members/{membership.id}/end"]
    return shown, posted


@pytest.fixture
def full(world):
    """A group with one place, which a client of the team-mate has, while the client waits; its meeting of today."""
    group = group_of(world, capacity=1)
    membership, wait = join(group, world.team_mates_client), let_wait(group, world.client)
    return group, make_meeting(group, TODAY), wait, membership


@pytest.mark.parametrize("who", STRANGERS)
def test_no_page_and_no_act_of_a_group_exists_for_strangers(world, as_, full, who):
    browser = as_(getattr(world, who))
    token = browser.see("/groups").field("csrf_token")
    shown, posted = pages_of(*full)
    for path in shown:
        assert browser.get(path).status_code in (403, 404), path
    for path in shown + posted:
        assert browser.post(path, data={"csrf_token": token}).status_code in (400, 403, 404, 405), path
    assert (count(Membership), full[2].ended_at) == (1, None)


def test_whoever_led_the_group_once_is_a_stranger_now(world, as_, full):
    group, meeting, _wait, membership = full
    browser = as_(world.team_mate)
    sent = drawn(browser.see(f"/meetings/{meeting.id}/attendance"))
    with writing():
        db.session.execute(sa.delete(Facilitator).where(Facilitator.group_id == group.id))
    leave(membership, days_ago(1))
    assert browser.post(f"/meetings/{meeting.id}/attendance", data=sent).status_code == 404
    for path in pages_of(*full)[0]:
        assert browser.get(path).status_code in (403, 404), path


def test_the_administrator_reads_and_marks_nothing(world, as_, full):
    browser = as_(world.administrator)
    for path in pages_of(*full)[0]:
        browser.see(path, 403)


def test_a_former_member_is_called_in_no_roll_and_cannot_be_marked(world, as_, full):
    group, meeting, _wait, membership = full
    browser = as_(world.team_mate)
    sent = drawn(browser.see(f"/meetings/{meeting.id}/attendance"))
    leave(membership, days_ago(1))
    assert f"mark-{world.team_mates_client.id}" in sent
    browser.post(f"/meetings/{meeting.id}/attendance", data=sent)
    page = browser.see(f"/meetings/{meeting.id}/attendance")
    assert page.field(f"mark-{world.team_mates_client.id}") is None
    assert browser.post(f"/groups/{group.id}/members/{membership.id}/end", data=sent).status_code == 403


def test_taking_in_twice_is_answered_alike_and_makes_one_member(world, as_, full):
    group, _meeting, wait, _membership = full
    with writing():
        group.capacity = 2
    browser, path = as_(world.supervisor), f"/groups/{group.id}/members"
    address = f"/groups/{group.id}/waiting/{wait.id}/take-in"
    sent = drawn(browser.see(address))
    answers = [browser.post(address, data=sent) for _ in range(2)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(303, path)] * 2
    assert count(Membership) == 2
    assert "The group is full" not in browser.see(path).words.split("2 of 2")[0]


def test_the_same_form_with_other_clients_is_refused(world, as_):
    group, other = group_of(world), make_client(world.team, world.mentor)
    browser, path = as_(world.supervisor), f"/groups/{group.id}/members"
    sent = {**drawn(browser.see(path)), "clients": str(world.client.id)}
    assert [browser.post(path, data=sent).status_code for _ in range(2)] == [303, 303]
    assert browser.post(path, data={**sent, "clients": str(other.id)}).status_code == 409
    assert count(Membership) == 1


def test_a_roll_sent_again_with_another_body_shows_both(world, as_):
    group = group_of(world, world.client)
    path = f"/meetings/{make_meeting(group, TODAY).id}/attendance"
    browser = as_(world.team_mate)
    sent = drawn(browser.see(path))
    assert [browser.post(path, data=sent).status_code for _ in range(2)] == [303, 303]
    assert browser.post(path, data={**sent, f"mark-{world.client.id}": "absent"}).status_code == 409
    assert "Two versions of this attendance" in browser.page.words


def test_two_supervisors_who_take_in_at_once_fill_the_last_place_once(world, as_, app):
    group = group_of(world, capacity=1)
    waits = [let_wait(group, client) for client in (world.client, world.other_client)]
    people, start = (world.supervisor, world.other_supervisor), threading.Barrier(2)
    browsers = [as_(person) for person in people]
    paths = [f"/groups/{group.id}/waiting/{wait.id}/take-in" for wait in waits]
    sent = [drawn(browser.see(path)) for browser, path in zip(browsers, paths, strict=True)]
    answers = []

    def tap(number):
        with app.app_context():
            start.wait()
            answers.append(browsers[number].post(paths[number], data=sent[number]).status_code)

    threads = [threading.Thread(target=tap, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 303]
    assert count(Membership) == 1
    db.session.expire_all()
    assert sum(wait.ended_at is None for wait in waits) == 1
    assert sum("You can put people on the waiting list." in browser.page.words for browser in browsers) == 1


def test_two_tabs_that_add_the_same_client_at_once_make_one_member(world, as_, app):
    group, start, answers = group_of(world), threading.Barrier(2), []
    path = f"/groups/{group.id}/members"
    browsers = [as_(world.supervisor) for _ in range(2)]
    forms = [{**drawn(browser.see(path)), "clients": str(world.client.id)} for browser in browsers]

    def send(number):
        with app.app_context():
            start.wait()
            answers.append(browsers[number].post(path, data=forms[number]).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    assert count(Membership) == 1


@pytest.mark.parametrize("words", NASTY)
def test_nasty_words_are_shown_as_words(world, as_, words):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    note, roll = f"/meetings/{meeting.id}/note", f"/meetings/{meeting.id}/attendance"
    assert browser.send(note, {"topic": words, "themes": words, "next": words}).status_code == 303
    sent = {**drawn(browser.see(roll)), f"mark-{world.client.id}": "absent", f"words-{world.client.id}": words}
    assert browser.post(roll, data=sent).status_code == 303
    for path in (note, roll, f"/groups/{group.id}"):
        page = browser.see(path)
        assert "<img src=x" not in page.html
    supervisor = as_(world.supervisor)
    fields = {**drawn(supervisor.see(f"/groups/{group.id}/edit")), "name": words, "place_words": words}
    assert supervisor.post(f"/groups/{group.id}/edit", data=fields).status_code == 303
    assert "<img src=x" not in supervisor.see("/groups").html


def test_words_without_end_are_refused_with_a_sentence_and_kept_in_the_form(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    pages = [
        (f"/meetings/{meeting.id}/note", {"topic": LONG}),
        (f"/meetings/{meeting.id}/note", {"themes": LONG}),
        (f"/meetings/{meeting.id}/concern", {"client": str(world.client.id), "level": "watch", "words": LONG}),
        (f"/groups/{group.id}/days/{TODAY + timedelta(days=7)}", {"plan": "called_off", "reason": LONG}),
    ]
    for path, fields in pages:
        assert browser.send(path, fields).status_code == 200, path
        assert "field-error" in browser.page.html
    assert as_(world.supervisor).send("/groups/new", {"name": LONG, "minutes": "90"}).status_code == 200
    assert (count(GroupNote), count(Group)) == (0, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": "2026-02-31"},
        {"starts_on": "2026-12-01", "ends_on": "2026-11-30"},
        {"capacity": "-1"},
        {"capacity": "9" * 40},
        {"minutes": "1e9"},
        {"weekday": "7"},
        {"starts_at": "25:61"},
        {"leaders": str(uuid7())},
        {"place": "nowhere"},
    ],
)
def test_a_group_that_cannot_be_is_refused_with_a_sentence(world, as_, fields):
    browser = as_(world.supervisor)
    wanted = {"name": "Choir", "minutes": "90", "weekday": "0", **fields}
    assert browser.send("/groups/new", wanted).status_code == 200
    assert "field-error" in browser.page.html
    assert count(Group) == 0


@pytest.mark.parametrize("day", ["2026-02-31", "9999-12-31", "0001-01-01", "2026-11-24", "tomorrow"])
def test_a_day_that_is_none_of_the_groups_does_not_exist(world, as_, day):
    group = group_of(world, leader=world.mentor, starts_on=days_ago(7), ends_on=TODAY)
    browser = as_(world.mentor)
    browser.see(f"/groups/{group.id}/days/{day}", 404)
    browser.see(f"/groups/{group.id}/days/{TODAY + timedelta(days=7)}", 404)
    assert browser.send(f"/groups/{group.id}/meetings/new", {"held_on": day}).status_code in (200, 303)


@pytest.mark.parametrize("others", ["-1", "201", "9" * 30, "many", ""])
def test_guests_are_counted_in_sensible_numbers(world, as_, others):
    path = f"/meetings/{make_meeting(group_of(world, world.client), TODAY).id}/attendance"
    browser = as_(world.team_mate)
    answer = browser.post(path, data={**drawn(browser.see(path)), "others": others})
    assert answer.status_code == (303 if not others else 200)


def test_nobody_joins_a_group_that_has_ended(world, as_):
    group = group_of(world, ends_on=days_ago(1))
    wait = let_wait(group, world.client)
    with pytest.raises(RuleBroken):
        admit_from_waiting_list(world.supervisor, group.id, wait.id, TODAY)
    with pytest.raises(RuleBroken):
        add_members(world.supervisor, group.id, MembersDraft((world.client.id,), TODAY), IdempotencyKey(uuid7(), b"x"))
    browser = as_(world.supervisor)
    path = f"/groups/{group.id}/waiting/{wait.id}/take-in"
    browser.post(path, data=drawn(browser.see(path)))
    assert "The group's end date is before that date" in browser.page.words
    assert "The group has ended." in browser.see("/groups").words
    assert count(Membership) == 0


def test_a_group_note_is_read_by_nobody_else(world, as_):
    group = group_of(world, world.client)
    meeting = make_meeting(group, days_ago(7))
    mark(meeting, world.client, "present")
    save_group_note(world.team_mate, meeting.id, GroupNoteDraft("Watercolours"), None)
    with pytest.raises(NotAllowed):
        save_group_note(world.mentor, meeting.id, GroupNoteDraft("Mine"), None)
    with pytest.raises(NotVisible):
        save_group_note(world.other_supervisor, meeting.id, GroupNoteDraft("Mine"), None)
    assert "Watercolours" not in as_(world.mentor).see(f"/groups/{group.id}").words
    assert "Watercolours" not in as_(world.mentor).see(f"/clients/{world.client.id}").words
    assert "Watercolours" in as_(world.supervisor).see(f"/groups/{group.id}").words


def test_a_wait_of_another_group_is_taken_in_nowhere(world, full):
    second = group_of(world, name="Choir")
    with pytest.raises(NotVisible):
        admit_from_waiting_list(world.supervisor, second.id, full[2].id, TODAY)
    assert (count(Wait), count(Membership), count(Meeting)) == (1, 1, 1)
