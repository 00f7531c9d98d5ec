"""Attendance that is sent again by another phone, or is taken after all."""

import pytest

from caseapp.followups.actions import finish_follow_up
from caseapp.groups.attendance.actions import take_attendance
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus
from tests.drawn import drawn
from tests.groups.attendance.test_follow_ups import TOMORROW, raised, roll
from tests.groups.records import TODAY, group_of
from tests.world import make_meeting


@pytest.mark.parametrize(
    ("corrected", "later"),
    [({"mark": "present"}, 409), ({"words": "ill"}, 409), ({"call": ""}, 303), ({"call": "7"}, 303)],
)
def test_the_same_correction_from_two_phones_is_saved_once_though_the_call_was_made(
    world, as_, clock, corrected, later
):
    """A call that was made can no more be changed, so that nothing is saved where only that is asked."""
    meeting = make_meeting(group_of(world, world.client, leader=world.mentor), TODAY)
    take_attendance(world.mentor, meeting.id, roll(client=world.client, calls={world.client.id: TOMORROW}), 1)
    (row,) = raised(world.client)
    finish_follow_up(world.mentor, row)
    browser, path = as_(world.mentor), f"/meetings/{meeting.id}/attendance"
    clock.shift(60)
    sent = {**drawn(browser.see(path)), **{f"{name}-{world.client.id}": word for name, word in corrected.items()}}
    assert browser.post(path, data=sent).status_code == 303
    clock.shift(5)
    assert browser.post(path, data=sent).status_code == 303
    assert [each.id for each in raised(world.client)] == [row.id]
    other = {**sent, f"mark-{world.client.id}": "excused"}
    assert browser.post(path, data=other).status_code == later


def test_who_was_absent_is_absent_still_where_the_group_is_said_to_have_met_after_all(world, as_, clock):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    away = {world.client.id: GivenMark(Mark.ABSENT, "Reserve duty")}
    held = AttendanceDraft(MeetingStatus.HELD, "", away, frozenset(), 3, {world.client.id: TOMORROW})
    take_attendance(world.mentor, meeting.id, held, 1)
    take_attendance(world.mentor, meeting.id, AttendanceDraft(MeetingStatus.CANCELLED, "No", {}), meeting.version)
    browser, path = as_(world.mentor), f"/meetings/{meeting.id}/attendance"
    people = f"/meetings/{meeting.id}/people?which=absent"
    assert "Nothing to list" in browser.see(people).words
    sent = drawn(browser.see(path))
    clock.shift(60)
    assert browser.post(path, data={**sent, "status": "held"}).status_code == 303
    sheet = drawn(browser.see(path))
    of = f"-{world.client.id}"
    assert [*sheet["mark" + of], *sheet["words" + of], *sheet["call" + of]] == ["absent", "Reserve duty", "kept"]
    assert sheet["others"] == ["3"]
    assert "Nothing to list" not in browser.see(people).words
