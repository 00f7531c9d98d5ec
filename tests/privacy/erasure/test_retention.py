"""The rule of retention: it lists and never erases; two people decide about a list."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit.rules import Act
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.errors import Conflict
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from caseapp.organisation import queries as organisation_queries
from caseapp.organisation.models import Organisation
from caseapp.privacy.holds.models import LegalHold
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import OrderDraft, OrderKind, OrderState, closed_by, kept_until
from caseapp.privacy.retention.actions import apply_rule, ask_for_list
from caseapp.privacy.retention.rules import ChosenDraft, ChosenOrder
from tests.batches.printing import entries, work_off
from tests.trail import clients_of
from tests.world import amend, keep, make_activity, make_client, make_group, make_meeting


def closed(world, on, name="", team=None):
    return make_client(team or world.team, None, status=ClientStatus.CLOSED, status_on=on, given_name=name or "Dana")


def states():
    of = ErasureOrder
    return dict(db.session.execute(sa.select(of.client_id, of.state).where(for_maintenance())).all())


def there():
    return set(db.session.scalars(sa.select(Client.id).where(for_maintenance())))


def test_a_closed_file_is_kept_for_whole_years():
    """Forwards and backwards it is the same day, also of a 29 February, over 30 years of days."""
    for years in (1, 4, 7):
        for place in range(30 * 365):
            day = date(2010, 1, 1) + timedelta(days=place)
            ends = kept_until(day, years)
            assert day <= closed_by(ends, years)
            assert day > closed_by(ends - timedelta(days=1), years)
    assert kept_until(date(2020, 2, 29), 7) == date(2027, 3, 1)
    assert kept_until(date(2020, 2, 29), 8) == date(2028, 2, 29)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_day_is_that_of_the_organisation_also_when_the_clocks_change(world, clock):
    leap, spring = closed(world, date(2020, 2, 29)), closed(world, date(2020, 3, 26))
    for instant, due in (
        ("2027-02-28T21:59:00+00:00", set()),
        ("2027-02-28T22:01:00+00:00", {leap.id}),  # 00:01 of 1 March in Jerusalem
        ("2027-03-25T21:59:00+00:00", {leap.id}),
        ("2027-03-25T22:01:00+00:00", {leap.id, spring.id}),  # 00:01 of the day on which summer time begins
        ("2027-03-26T00:30:00+00:00", {leap.id, spring.id}),  # in the hour that is left out
    ):
        clock.move_to(instant)
        apply_rule()
        assert set(states()) == due, instant


def test_from_the_rule_to_the_end_by_two_people(world, as_, app, clock):
    due, held, other = (closed(world, date(2019, 11, 20), name) for name in ("Dana", "Noam", "Yael"))
    closed(world, date(2019, 11, 25), "Tamar")
    foreign = closed(world, date(2019, 1, 1), "Gil", world.other_team)
    keep(LegalHold(client_id=held.id, set_by_id=world.supervisor.id, set_at=now()))
    due_id, other_id = due.id, other.id
    ids = {due_id, held.id, other_id, foreign.id}
    before = there()
    assert apply_rule() == (4, 0)
    assert apply_rule() == (0, 0)
    assert set(states()) == ids
    assert there() == before
    (entry,) = entries(Act.ERASURE_PROPOSED)
    assert clients_of(entry.id) == ids
    browser, second = as_(world.supervisor), as_(world.administrator)
    page = browser.see("/retention")
    for words in ("Dana", "Noam", "Yael", "7 years ago", "20.11.2026"):
        assert words in page.words
    for words in ("Tamar", "Gil"):
        assert words not in page.words
    assert page.html.count('name="chosen"') == 2  # whoever is under a hold cannot be chosen
    token = {"csrf_token": page.field("csrf_token")}
    chosen = [box.split('"')[0] for box in page.html.split('name="chosen" value="')[1:]]
    sent = {**token, "kind": "erase", "reason": "Seven years"}
    assert "Choose at least one person." in browser.post("/retention", data=sent).text
    amend(db.session.merge(other), status=ClientStatus.ACTIVE)  # opened again while the list lay on the screen
    assert browser.post("/retention", data={**sent, "chosen": chosen}).status_code == 200
    assert set(states().values()) == {OrderState.PROPOSED}
    assert "Yael" not in browser.see("/retention").words
    mine = [box for box in chosen if box.startswith(str(order_of(due_id)))]
    read = (ChosenOrder(order_of(due_id), 7),)
    with pytest.raises(Conflict):  # another version than the stored one, which the page does not offer
        ask_for_list(world.supervisor, ChosenDraft(read, OrderDraft(OrderKind.ERASE, "Seven years")))
    assert browser.post("/retention", data={**sent, "chosen": mine}).status_code == 303
    assert browser.post("/retention", data={**sent, "chosen": mine}).status_code == 200  # a double tap
    assert states()[due_id] is OrderState.ASKED
    assert browser.get("/retention/confirmation").status_code == 403
    page = second.see("/retention/confirmation")
    assert "Dana" in page.words
    chosen = [box.split('"')[0] for box in page.html.split('name="chosen" value="')[1:]]
    sent = {"csrf_token": page.field("csrf_token"), "chosen": chosen}
    assert second.post("/retention/confirmation", data=sent).status_code == 303
    work_off(app)
    assert there() == before - {due_id}
    assert apply_rule() == (0, 1)
    assert states()[other_id] is OrderState.DROPPED
    amend(db.session.merge(other), status=ClientStatus.CLOSED)
    assert apply_rule() == (1, 0)


def order_of(client_id):
    return db.session.scalar(sa.select(ErasureOrder.id).where(ErasureOrder.client_id == client_id, for_maintenance()))


def test_how_many_years_is_the_organisations(world):
    keep(Organisation(name="Circles", thresholds='{"retention_years": 20}'))
    organisation_queries.forget_organisation_settings()
    closed(world, date(2007, 1, 1))
    old = closed(world, date(2006, 11, 22))
    assert apply_rule() == (1, 0)
    assert set(states()) == {old.id}
    assert today() == date(2026, 11, 22)


def test_who_was_met_after_the_day_of_closing_is_kept_until_that_is_as_long_ago(world, clock):
    """A day of closing that was typed wrongly makes nobody due of whom there are later records."""
    met, marked, mistaken, long_ago = (closed(world, date(2019, 1, 1)) for _ in range(4))
    make_activity(met, world.mentor, date(2026, 11, 1))
    make_activity(mistaken, world.mentor, date(2026, 11, 1), error_at=now())
    make_activity(long_ago, world.mentor, date(2019, 11, 22))
    group = make_group(world.team)
    meeting = make_meeting(group, date(2019, 11, 23))
    of = {"client_id": marked.id, "meeting_id": meeting.id, "held_on": meeting.held_on, "mark": Mark.PRESENT}
    keep(AttendanceMark(**of, marked_by_id=world.mentor.id, marked_at=now()))
    assert apply_rule() == (2, 0)
    assert set(states()) == {mistaken.id, long_ago.id}
    make_activity(mistaken, world.mentor, date(2020, 1, 1))
    assert apply_rule() == (0, 1)
    clock.move_to("2026-11-23T08:00:00+00:00")
    assert apply_rule() == (1, 0)
    assert states()[marked.id] is OrderState.PROPOSED
