from datetime import date, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.clients.models import Transfer
from caseapp.clients.queries import list_assignments, registered
from caseapp.clients.transfers.forms import TransferForm
from caseapp.clients.transfers.queries import list_transfer_details, list_transfers
from caseapp.clock import now
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import assign, keep, make_team, make_user

HOSTILE = "<img src=x>\u202e{{7*7}}"


def old_assignment(world):
    periods = list_assignments(world.supervisor, world.client.id, registered)
    return next(period for period in periods if period.mentor_id == world.mentor.id)


def form_of(world, **changes):
    said = {
        "assignment_id": str(old_assignment(world).id),
        "mentor_id": str(world.team_mate.id),
        "starts_on": "2026-11-22",
        "note": "She likes the library.",
    }
    return {**said, **changes}


def transfer_path(world):
    return f"/register/{world.client.id}/transfer"


def team_path(world):
    return f"/register/{world.client.id}/team"


def page_of(world):
    return f"/clients/{world.client.id}"


def test_a_supervisor_hands_over_and_the_new_mentor_reads_the_note_at_the_head_of_the_page(world, as_):
    assert as_(world.supervisor).send(transfer_path(world), form_of(world)).status_code == 303
    as_(world.mentor).see(page_of(world), 404)
    browser = as_(world.team_mate)
    page = browser.see(page_of(world))
    assert "She likes the library." in page.words
    (action,) = (form["action"] for form in page.forms if "/transfers/" in (form["action"] or ""))
    for _ in range(2):
        token = browser.see(page_of(world)).field("csrf_token")
        assert browser.post(action, data={"csrf_token": token}).status_code == 303
    assert "She likes the library." not in browser.see(page_of(world)).words
    history = browser.see(f"{page_of(world)}/transfers").words
    assert "She likes the library." in history
    assert f"Read by {world.team_mate.name}" in history


def test_the_leaving_mentor_writes_beforehand_and_the_supervisor_finds_it_in_the_form(world, as_):
    path = f"{page_of(world)}/handover"
    assert as_(world.mentor).send(path, {"note": "Call before you come."}).status_code == 303
    page = as_(world.supervisor).see(transfer_path(world))
    assert "Call before you come." in page.words
    assert "Maya Mentor's handover note" in page.words
    assert "Call before" not in as_(world.administrator).see(transfer_path(world)).words


def test_two_tabs_of_the_mentors_note_show_both_texts(world, as_):
    path, browser = f"{page_of(world)}/handover", as_(world.mentor)
    seen = browser.see(path).field("version")
    browser.send(path, {"note": "one"})
    assert browser.send(path, {"note": "two", "version": seen}).status_code == 409
    assert "one" in browser.page.words


def test_two_tabs_of_a_last_day_show_both_days(world, as_):
    path = f"/register/{world.client.id}/assignments/{old_assignment(world).id}/end"
    browser = as_(world.supervisor)
    seen = browser.see(path).field("version")
    assert browser.send(path, {"ends_on": "2026-12-01"}).status_code == 303
    assert browser.send(path, {"ends_on": "2026-12-31", "version": seen}).status_code == 409
    assert "1.12.2026" in browser.page.words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"starts_on": "2025-01-01"}, "begins on this date"),
        ({"mentor_id": ""}, "Missing: "),
        ({"mentor_id": "mentor"}, "is already this client's mentor"),
        ({"mentor_id": "other_mentor"}, "Not a valid choice"),
        ({"assignment_id": str(uuid7())}, "Not a valid choice"),
        ({"note": "x" * 100_000}, "at most 20000 characters"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_with_its_text_kept(world, as_, changes, words):
    named = changes.get("mentor_id")
    changes = {**changes, "mentor_id": str(getattr(world, named).id)} if named else changes
    browser = as_(world.supervisor)
    assert browser.send(transfer_path(world), form_of(world, **changes)).status_code == 200
    assert words in browser.page.words
    assert ("She likes the library." in browser.page.words) != ("note" in changes)
    assert list_transfers(world.supervisor, world.client.id) == []


def test_a_hostile_note_is_text(world, as_):
    as_(world.supervisor).send(transfer_path(world), form_of(world, note=HOSTILE))
    page = as_(world.team_mate).see(page_of(world))
    assert "<img src=x>" in page.words
    assert "<img" not in page.html


def test_the_administrator_hands_over_in_the_register_without_any_note(world, as_):
    browser = as_(world.administrator)
    assert "note" not in [field.get("name") for field in browser.see(transfer_path(world)).fields]
    assert browser.send(transfer_path(world), form_of(world, note="smuggled")).status_code == 303
    assert [told.note for told in list_transfer_details(world.supervisor, world.client.id)] == [""]
    as_(world.supervisor).send(
        f"/register/{world.client.id}/team", {"team_id": str(world.other_team.id), "note": "Secret."}
    )
    page = browser.see(f"/register/{world.client.id}/assignments")
    assert "From team North to team South" in page.words
    assert "Secret." not in page.html
    browser.see(f"{page_of(world)}/transfers", 403)


def test_another_team_takes_over_and_the_former_one_meets_404_at_once(world, as_):
    path = f"/register/{world.client.id}/team"
    assert (
        as_(world.supervisor).send(path, {"team_id": str(world.other_team.id), "note": "Moved house."}).status_code
        == 303
    )
    for former in (world.supervisor, world.mentor):
        as_(former).see(page_of(world), 404)
    as_(world.supervisor).see(path, 404)
    browser = as_(world.other_supervisor)
    assert "Moved house." in browser.see(page_of(world)).words
    assert world.client.name in browser.see("/register").words


def test_the_same_form_twice_hands_over_once_and_another_body_is_refused(world, as_):
    browser = as_(world.supervisor)
    form = form_of(world, record_id=form_id(world.supervisor, TransferForm))
    later = (date(2026, 11, 22) + timedelta(days=9)).isoformat()
    form["starts_on"] = later
    assert [browser.send(transfer_path(world), form).status_code for _ in range(2)] == [303, 303]
    assert browser.send(transfer_path(world), {**form, "note": "other"}).status_code == 409
    assert len(list_transfers(world.supervisor, world.client.id)) == 1


def test_pages_of_the_register_ask_no_more_for_more_mentors_teams_and_moves(world, as_):
    browser = as_(world.supervisor)
    paths = [f"/register/{world.client.id}/assignments", transfer_path(world), team_path(world)]
    paths.append(f"{page_of(world)}/transfers")
    counts = []
    for number in (1, 20):
        for _ in range(number):
            keep(make_team())
            new = assign(world.client, make_user("mentor", world.team))
            moved = {"from_assignment_id": old_assignment(world).id, "to_assignment_id": new.id}
            days = {"starts_on": new.starts_on, "created_at": now(), "created_by_id": world.supervisor.id}
            keep(Transfer(client_id=world.client.id, **moved, **days))
        for path in paths:
            browser.see(path)
        counts.append([])
        for path in paths:
            with statements() as sent:
                browser.see(path)
            counts[-1].append(len(sent))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9
