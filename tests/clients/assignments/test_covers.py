from datetime import date, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.clients.assignments.actions import assign_mentor
from caseapp.clients.assignments.rules import AssignmentDraft
from caseapp.clients.queries import AssignmentPeriod, find_client, list_assignments
from caseapp.clients.transfers.actions import transfer_client
from caseapp.clients.transfers.rules import TransferDraft
from caseapp.db import IdempotencyKey
from caseapp.errors import NotVisible, RuleBroken
from tests.world import make_user

TODAY = date(2026, 11, 22)


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def present(world):
    periods = list_assignments(world.supervisor, world.client.id)
    return [period.mentor_id for period in periods if period.is_present(TODAY)]


def test_a_cover_stands_beside_the_covered_mentor_until_its_last_day(world, clock):
    until = TODAY + timedelta(days=7)
    draft = AssignmentDraft(world.team_mate.id, TODAY, until, world.mentor.id)
    assign_mentor(world.supervisor, world.client.id, draft, sent())
    cover = next(each for each in list_assignments(world.supervisor, world.client.id) if each.covered_id)
    assert (cover.covered_name, cover.ends_on) == ("Maya Mentor", until)
    assert set(present(world)) == {world.mentor.id, world.team_mate.id}
    with pytest.raises(RuleBroken):
        transfer_client(
            world.supervisor,
            world.client.id,
            TransferDraft(cover.id, make_user("mentor", world.team).id, TODAY),
            sent(),
        )
    clock.shift(timedelta(days=8))
    assert find_client(world.mentor, world.client.id)
    with pytest.raises(NotVisible):
        find_client(world.team_mate, world.client.id)


def test_a_cover_without_a_last_day_or_for_a_stranger_is_refused(world):
    for until, covered in ((None, world.mentor), (TODAY, world.other_mentor)):
        draft = AssignmentDraft(world.team_mate.id, TODAY, until, covered.id)
        with pytest.raises(RuleBroken):
            assign_mentor(world.supervisor, world.client.id, draft, sent())
    assert present(world) == [world.mentor.id]


def test_a_cover_is_given_on_the_page_and_shown_as_such(world, as_):
    browser = as_(world.supervisor)
    path = f"/register/{world.client.id}/assignments"
    form = {"mentor_id": str(world.team_mate.id), "starts_on": "2026-11-22", "covered_id": str(world.mentor.id)}
    assert browser.send(path, form).status_code == 200
    assert "A cover needs an end date." in browser.page.words
    assert browser.send(path, {**form, "ends_on": "2026-12-01"}).status_code == 303
    assert "Covers for Maya Mentor" in browser.see(path).words


@pytest.mark.parametrize(
    ("days", "is_cover", "can_be"),
    [((-9, None), False, True), ((-9, 0), False, True), ((-9, -1), False, False), ((9, 8), False, False),
     ((9, None), False, True), ((-9, None), True, False), ((-9, 9), True, False)],
)  # fmt: skip
def test_what_lasts_or_is_to_come_and_covers_nobody_can_be_handed_over(days, is_cover, can_be):
    day = date(2026, 11, 22)
    first, last = (None if number is None else day + timedelta(days=number) for number in days)
    period = AssignmentPeriod(uuid7(), uuid7(), "Maya", first, last, uuid7() if is_cover else None)
    assert period.can_be_handed_over(day) is can_be
