"""The pages of groups and of attendance."""

from uuid import UUID

import pytest

from caseapp.db import writing
from caseapp.groups.attendance.queries import attendance_of
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.members.queries import members_of
from caseapp.groups.rules import GivenMark, Mark
from tests.drawn import drawn
from tests.groups.records import TODAY, days_ago, group_of, mark, meetings, twelve
from tests.statements import statements
from tests.world import join, let_wait, make_client, make_meeting


def roll_page(meeting):
    return f"/meetings/{meeting.id}/attendance"


def test_a_roll_of_twelve_with_two_absent_takes_four_taps(world, as_):
    """One tap opens the sheet, one each on the two exceptions, one saves."""
    members = twelve(world)
    group = group_of(world, *members, leader=world.mentor)
    browser = as_(world.mentor)
    page = browser.see(f"/groups/{group.id}")
    new = f"/groups/{group.id}/meetings/new"
    (form,) = [form for form in page.forms if form["action"] == new]
    answer = browser.post(new, data=form["fields"])
    assert answer.status_code == 303
    path = answer.headers["Location"]
    sent = drawn(browser.see(path))
    tapped = {f"mark-{members[number].id}": "absent" for number in (3, 7)}
    assert browser.post(path, data={**sent, **tapped}).status_code == 303
    words = browser.see(f"/groups/{group.id}").words
    assert "Present: 10 · absent: 2 · excused: 0" in words
    (found,) = attendance_of(world.mentor, members[3].id, TODAY, TODAY)
    assert [given.mark for given in found.marks] == [Mark.ABSENT]


def test_everybody_is_present_beforehand_and_a_stored_roll_comes_back_as_it_is(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    page = browser.see(roll_page(meeting))
    sent = drawn(page)
    key = str(world.client.id)
    assert sent[f"mark-{key}"] == ["present"]
    assert "Everyone is marked as present." in page.words
    browser.post(roll_page(meeting), data={**sent, f"mark-{key}": "absent", f"why-{key}": "illness"})
    page = browser.see(roll_page(meeting))
    sent = drawn(page)
    assert (sent[f"mark-{key}"], sent[f"why-{key}"]) == (["absent"], ["illness"])
    assert "Everyone is marked as present." not in page.words
    browser.post(roll_page(meeting), data={**sent, f"words-{key}": "At her sister's"})
    assert attendance_rows_of(world.mentor, meeting)[0].marked == GivenMark(Mark.ABSENT, "At her sister's")


def test_a_reason_is_kept_only_for_whoever_was_away(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    sent = drawn(browser.see(roll_page(meeting)))
    browser.post(roll_page(meeting), data={**sent, f"why-{world.client.id}": "illness"})
    assert attendance_rows_of(world.mentor, meeting)[0].marked == GivenMark(Mark.PRESENT, "")


def test_the_last_marks_are_read_out_in_words(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meetings(group, world.client, "present", "absent", "excused")
    page = as_(world.mentor).see(roll_page(make_meeting(group, TODAY)))
    assert "Last meetings, oldest first: Present, Absent, Excused" in page.words


def test_a_meeting_did_not_take_place(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    sent = drawn(browser.see(roll_page(meeting)))
    wanted = {**sent, "status": "holiday", "reason": "Hanukkah"}
    assert browser.post(roll_page(meeting), data=wanted).status_code == 303
    assert "Holiday: Hanukkah" in browser.see(f"/groups/{group.id}").words
    assert attendance_of(world.mentor, world.client.id, TODAY, TODAY) == []


def test_two_tabs_with_different_rolls_show_both(world, as_):
    group = group_of(world, world.client, world.team_mates_client)
    meeting = make_meeting(group, TODAY)
    first, second = as_(world.team_mate), as_(world.supervisor)
    mine, theirs = drawn(first.see(roll_page(meeting))), drawn(second.see(roll_page(meeting)))
    key = f"mark-{world.client.id}"
    assert second.post(roll_page(meeting), data={**theirs, key: "excused"}).status_code == 303
    assert first.post(roll_page(meeting), data={**mine, key: "absent"}).status_code == 409
    assert "Excused" in first.page.words
    assert first.post(roll_page(meeting), data=drawn(first.page)).status_code == 303
    marks = {row.client_id: row.marked.mark for row in attendance_rows_of(world.supervisor, meeting)}
    assert marks == {world.client.id: Mark.ABSENT, world.team_mates_client.id: Mark.PRESENT}


def test_a_double_tap_on_save_is_answered_twice_alike(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    sent = drawn(browser.see(roll_page(meeting)))
    assert [browser.post(roll_page(meeting), data=sent).status_code for _ in range(2)] == [303, 303]


def test_a_mark_that_is_none_is_refused(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    sent = drawn(browser.see(roll_page(meeting)))
    assert browser.post(roll_page(meeting), data={**sent, f"mark-{world.client.id}": "gone"}).status_code == 200
    assert "Not a valid choice" in browser.page.words
    assert attendance_rows_of(world.mentor, meeting)[0].marked is None


def test_a_mentor_who_does_not_lead_reads_the_own_clients_marks(world, as_):
    group = group_of(world, world.client, world.team_mates_client)
    meeting = make_meeting(group, TODAY)
    for client in (world.client, world.team_mates_client):
        mark(meeting, client, "absent", reason="illness")
    browser = as_(world.mentor)
    page = browser.see(roll_page(meeting))
    assert "Absent" in page.words
    assert "Illness" in page.words
    assert world.team_mates_client.family_name not in page.words
    assert page.field(f"mark-{world.client.id}") is None
    token = {"csrf_token": page.field("csrf_token"), "status": "held", f"mark-{world.client.id}": "present"}
    assert browser.post(roll_page(meeting), data={**token, "version": "1"}).status_code == 403


def test_a_leader_is_led_to_no_file_of_clients_of_others(world, as_):
    group = group_of(world, world.client, world.team_mates_client)
    links = as_(world.team_mate).see(f"/groups/{group.id}").links
    assert f"/clients/{world.team_mates_client.id}" in links
    assert f"/clients/{world.client.id}" not in links


@pytest.mark.parametrize("who", ["former_mentor", "other_mentor", "other_supervisor"])
def test_the_pages_of_a_group_do_not_exist_for_others(world, as_, who):
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    browser = as_(getattr(world, who))
    for path in (f"/groups/{group.id}", f"/groups/{group.id}/meetings/new", roll_page(meeting)):
        browser.see(path, 404)
    assert group.name not in browser.see("/groups").words


def test_a_mentor_opens_and_changes_no_group(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    for path in ("/groups/new", f"/groups/{group.id}/edit", f"/groups/{group.id}/members"):
        as_(world.mentor).see(path, 403)


def test_the_administrator_comes_in_nowhere(world, as_):
    group = group_of(world, world.client)
    for path in ("/groups", f"/groups/{group.id}"):
        as_(world.administrator).see(path, 403)


def test_a_supervisor_opens_a_group_and_fills_it(world, as_):
    browser = as_(world.supervisor)
    wanted = {"name": "קבוצת אמנות", "weekday": "2", "starts_at": "17:00", "minutes": "90"}
    answer = browser.send("/groups/new", {**wanted, "leaders": str(world.mentor.id)})
    assert answer.status_code == 303
    path = answer.headers["Location"]
    joining = {**drawn(browser.see(path)), "clients": str(world.client.id)}
    assert [browser.post(path, data=joining).status_code for _ in range(2)] == [303, 303]
    (member,) = members_of(world.mentor, UUID(path.split("/")[2]))
    assert member.client_id == world.client.id
    page = as_(world.mentor).see("/groups")
    assert "קבוצת אמנות" in page.words
    assert "17:00–18:30" in page.words


def test_a_group_without_a_name_is_refused(world, as_):
    browser = as_(world.supervisor)
    assert browser.send("/groups/new", {"name": " ", "minutes": "90", "weekday": ""}).status_code == 200
    assert "Missing: " in browser.page.words


def test_two_tabs_of_one_group_show_both_names(world, as_):
    group = group_of(world, world.client)
    path = f"/groups/{group.id}/edit"
    first, second = as_(world.supervisor), as_(world.supervisor)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    assert second.post(path, data={**theirs, "name": "Music"}).status_code == 303
    assert first.post(path, data={**mine, "name": "Painting"}).status_code == 409
    assert "Music" in first.page.words
    assert "Painting" in first.page.words
    assert first.post(path, data=drawn(first.page)).status_code == 303
    assert "Painting" in first.see(f"/groups/{group.id}").words


def test_a_membership_is_ended_on_a_day(world, as_):
    group = group_of(world)
    membership = join(group, world.client)
    browser = as_(world.supervisor)
    page = browser.see(f"/groups/{group.id}/members")
    path = f"/groups/{group.id}/members/{membership.id}/end"
    assert path in page.links
    assert browser.post(path, data=drawn(browser.see(path))).status_code == 303
    assert "Until 22.11.2026" in browser.see(f"/groups/{group.id}/members").words


@pytest.mark.parametrize("day", ["2026-11-23", "2026-02-31", "2024-01-01", ""])
def test_a_meeting_of_no_real_day_is_refused(world, as_, day):
    group = group_of(world, world.client, leader=world.mentor)
    browser = as_(world.mentor)
    assert browser.send(f"/groups/{group.id}/meetings/new", {"held_on": day}).status_code == 200
    assert "field-error" in browser.page.html


def test_older_meetings_stand_on_further_pages(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    for number in range(25):
        make_meeting(group, days_ago(7 * number))
    browser = as_(world.mentor)
    page = browser.see(f"/groups/{group.id}")
    (older,) = [link for link in page.links if "before=" in link]
    first = {link for link in page.links if "/attendance" in link}
    second = {link for link in browser.see(older).links if "/attendance" in link}
    assert (len(first), len(second), first & second) == (20, 5, set())


def asked(browser, path):
    """How many statements the page sends, once the person's browser is known."""
    browser.see(path)
    with statements() as sent:
        browser.see(path)
    return len(sent)


@pytest.mark.parametrize("capacity", [None, 30])
def test_the_pages_of_a_group_ask_no_more_of_the_store_when_it_grows(world, as_, capacity):
    group = group_of(world, world.client, leader=world.mentor, capacity=capacity)
    meeting = make_meeting(group, TODAY)
    let_wait(group, world.team_mates_client)
    mentor, supervisor = as_(world.mentor), as_(world.supervisor)
    day = f"/groups/{group.id}/days/{days_ago(-7)}"
    paths = [(mentor, path) for path in ("/groups", f"/groups/{group.id}", roll_page(meeting), day)]
    paths.append((supervisor, f"/groups/{group.id}/members"))
    small = [asked(*each) for each in paths]
    for _ in range(8):
        join(group, make_client(world.team, world.mentor))
        let_wait(group, make_client(world.team, world.mentor))
    meetings(group, world.client, "present", "absent", "late")
    assert [asked(*each) for each in paths] == small
    assert small == [5, 12 if capacity else 11, 9, 5, 7]


@pytest.mark.parametrize("language", ["he", "en"])
def test_every_page_of_a_group_is_sound_in_both_languages(world, as_, language):
    with writing():
        world.supervisor.language = language
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    browser = as_(world.supervisor)
    paths = ["/groups", "/groups/new", roll_page(meeting)]
    paths += [f"/groups/{group.id}{more}" for more in ("", "/edit", "/members", "/meetings/new")]
    for path in paths:
        assert browser.see(path).lang == language
