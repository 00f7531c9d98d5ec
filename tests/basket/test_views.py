from datetime import date

import pytest
from uuid_utils.compat import uuid7

from caseapp.basket.forms import NewApprovalForm
from caseapp.basket.queries import find_approval, list_approvals
from caseapp.db import db
from caseapp.organisation.models import ListEntry
from caseapp.organisation.queries import forget_organisation_settings
from caseapp.organisation.rules import ListKind
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import keep, row_of

FORM = {
    "service": "social_mentoring",
    "amount": "3",
    "unit": "hour",
    "per": "week",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "reference": "77/26",
    "committee": "Haifa",
    "decided_on": "2025-12-14",
}


def new_path(client):
    return f"/clients/{client.id}/approvals/new"


def test_a_supervisor_keeps_an_approval_and_sees_it_in_words(world, as_):
    browser = as_(world.supervisor)
    answer = browser.send(new_path(world.client), FORM)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/clients/{world.client.id}/approvals")
    page = browser.see(f"/clients/{world.client.id}/approvals")
    assert "Social mentoring" in page.words
    assert "3 hours a week" in page.words
    assert "31.12.2026" in page.words
    browser.send(new_path(world.client), {**FORM, "amount": "2,5"})
    assert "2:30 hours a week" in browser.see(f"/clients/{world.client.id}/approvals").words
    assert "do not usually overlap" not in page.words
    assert "Committee: Haifa" in page.words
    assert "Decided on 14.12.2025" in page.words


def test_the_history_stands_newest_first_under_now_ahead_and_ended(world, as_, approve):
    for first in (2024, 2025, 2026, 2027):
        approve(world.client, starts_on=date(first, 1, 1), ends_on=date(first, 12, 31), amount=first - 2020)
    words = as_(world.mentor).see(f"/clients/{world.client.id}/approvals").words
    places = [words.index(told) for told in (
        "Current", "6 hours a week", "Upcoming", "7 hours a week", "Ended", "5 hours a week", "4 hours a week",
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_renewal_is_filled_in_from_the_approval_before_but_for_the_decision(world, as_, approve):
    last = approve(world.client, reference="77/26", committee="Haifa", decided_on=date(2025, 12, 14))
    browser = as_(world.supervisor)
    page = browser.see(f"/approvals/{last.id}/renewal")
    kept = {name: page.field(name) for name in ("amount", "starts_on", "ends_on", "committee", "reference")}
    assert kept == {
        "amount": "3", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "committee": "Haifa", "reference": "",
    }  # fmt: skip
    assert page.field("decided_on") == ""
    record_id = page.field("record_id")
    form = {**FORM, "starts_on": "2027-01-01", "ends_on": "2027-12-31", "record_id": record_id}
    for _ in range(2):
        assert browser.send(f"/approvals/{last.id}/renewal", form, fresh=False).status_code == 303
    rows = list_approvals(world.supervisor, world.client.id)
    assert [(row.starts_on, row.service) for row in rows] == [
        (date(2027, 1, 1), "social_mentoring"), (date(2026, 1, 1), "social_mentoring"),
    ]  # fmt: skip


def test_a_second_approval_of_a_service_on_the_same_days_is_kept_with_a_word(world, as_, approve):
    approve(world.client)
    browser = as_(world.supervisor)
    assert browser.send(new_path(world.client), {**FORM, "starts_on": "2026-12-31"}).status_code == 303
    assert "Another approval for this service" in browser.see(f"/clients/{world.client.id}/approvals").words


def test_an_organisations_own_service_is_offered_and_a_hidden_one_stays_where_it_is(world, as_, approve):
    keep(
        ListEntry(list_kind=ListKind.SERVICES, code="riding", label="Riding"),
        ListEntry(list_kind=ListKind.SERVICES, code="amitim", is_hidden=True),
    )
    forget_organisation_settings()
    approval = approve(world.client, service="amitim")
    browser = as_(world.supervisor)
    assert browser.send(new_path(world.client), {**FORM, "service": "amitim"}).status_code == 200
    assert browser.send(new_path(world.client), {**FORM, "service": "riding"}).status_code == 303
    assert "Riding" in browser.see(f"/clients/{world.client.id}/approvals").words
    edited = browser.send(f"/approvals/{approval.id}/edit", {**FORM, "service": "amitim", "amount": "4"})
    assert edited.status_code == 303


def test_the_same_form_twice_keeps_one_approval_and_another_body_is_refused(world, as_):
    browser = as_(world.supervisor)
    form = {**FORM, "record_id": form_id(world.supervisor, NewApprovalForm)}
    assert [browser.send(new_path(world.client), form).status_code for _ in range(2)] == [303, 303]
    assert browser.send(new_path(world.client), {**form, "amount": "9"}).status_code == 409
    assert [row.amount for row in list_approvals(world.supervisor, world.client.id)] == [3]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "2025-12-31"}, "before the start date"),
        ({"starts_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"amount": "0"}, "no higher than 168"),
        ({"amount": "169"}, "no higher than 168"),
        ({"amount": "three"}, "a number such as 3 or 2.5"),
        ({"amount": "9" * 100_000}, "at most 10 characters"),
        ({"reference": "x" * 61}, "at most 60 characters"),
        ({"service": "massage"}, "Not a valid choice"),
        ({"committee": "x" * 81}, "at most 80 characters"),
        ({"decided_on": "2026-11-23"}, "in the future"),
        ({"unit": "day", "amount": "8"}, "no higher than 7"),
        ({"unit": ""}, "Missing: "),
    ],
)
def test_an_approval_that_cannot_be_is_refused_with_its_text_kept(world, as_, changes, words):
    browser = as_(world.supervisor)
    answer = browser.send(new_path(world.client), {**FORM, "reference": "kept", **changes})
    assert answer.status_code == 200
    assert words in browser.page.words
    assert browser.page.field("ends_on") == changes.get("ends_on", FORM["ends_on"])
    assert list_approvals(world.supervisor, world.client.id) == []


def test_housing_beside_mentoring_is_kept_with_a_word_of_warning(world, as_, approve):
    approve(world.client)
    browser = as_(world.supervisor)
    assert browser.send(new_path(world.client), {**FORM, "service": "supported_housing"}).status_code == 303
    assert "do not usually overlap" in browser.see(f"/clients/{world.client.id}/approvals").words
    services = {row.service for row in list_approvals(world.supervisor, world.client.id)}
    assert services == {"social_mentoring", "supported_housing"}


def test_a_hostile_reference_is_text(world, as_):
    browser = as_(world.supervisor)
    browser.send(new_path(world.client), {**FORM, "reference": "<img src=x>\u202e{{7*7}}"})
    page = browser.see(f"/clients/{world.client.id}/approvals")
    assert "<img src=x>{{7*7}}" in page.words
    assert "<img" not in page.html


def test_two_tabs_show_both_texts_and_save_over_the_newest(world, as_, approve):
    approval = approve(world.client)
    path = f"/approvals/{approval.id}/edit"
    browser = as_(world.supervisor)
    seen = browser.see(path).field("version")
    browser.send(path, {**FORM, "amount": "4", "ends_on": "2027-01-31"})
    answer = browser.send(path, {**FORM, "amount": "5", "version": seen})
    assert answer.status_code == 409
    assert "31.1.2027" in browser.page.words
    newest = browser.page.field("version")
    assert browser.send(path, {**FORM, "amount": "5", "version": newest}, fresh=False).status_code == 303
    db.session.expire_all()
    assert find_approval(world.supervisor, approval.id).amount == 5


def test_fields_that_the_form_does_not_have_change_nothing(world, as_, approve):
    approval = approve(world.client, reference="77/26", committee="Haifa", decided_on=date(2025, 12, 14))
    before = row_of(approval)
    extra = {"client_id": str(world.other_client.id), "id": str(uuid7())}
    answer = as_(world.supervisor).send(f"/approvals/{approval.id}/edit", {**FORM, "amount": "4", **extra})
    assert answer.status_code == 303
    db.session.expire_all()
    after = row_of(find_approval(world.supervisor, approval.id))
    assert {name for name in after if after[name] != before[name]} == {"amount", "version"}


@pytest.mark.parametrize(
    ("relation", "status"),
    [("mentor", 403), ("team_mate", 403), ("former_mentor", 403), ("other_supervisor", 404), ("administrator", 403)],
)
def test_nobody_but_the_own_supervisor_reaches_the_forms(world, as_, approve, relation, status):
    approval = approve(world.client)
    browser = as_(getattr(world, relation))
    for path in (new_path(world.client), f"/approvals/{approval.id}/edit", f"/approvals/{approval.id}/renewal"):
        browser.see(path, status)


@pytest.mark.parametrize(
    ("relation", "status"),
    [("mentor", 200), ("supervisor", 200), ("team_mate", 404), ("former_mentor", 404), ("other_supervisor", 404),
     ("administrator", 403)],
)  # fmt: skip
def test_the_list_is_for_who_sees_the_client(world, as_, approve, relation, status):
    approve(world.client)
    browser = as_(getattr(world, relation))
    page = browser.see(f"/clients/{world.client.id}/approvals", status)
    assert ("3 hours a week" in page.words) == (status == 200)
    assert ("/approvals/new" in page.html) == (relation == "supervisor")


def test_the_list_asks_no_more_of_the_store_for_more_approvals(world, as_, approve):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/approvals"
    browser.see(path)
    with statements() as few:
        browser.see(path)
    for year in range(2000, 2020):
        approve(world.client, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    with statements() as many:
        browser.see(path)
    assert len(many) == len(few) <= 7
