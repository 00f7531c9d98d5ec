"""An end that is planned: the goodbye, the look back three months later, and the list of those without one."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance, list_assignments
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.goodbyes.list_queries import count_ends, list_ends
from caseapp.goodbyes.models import Goodbye, GoodbyeTie, LookBack
from caseapp.goodbyes.rules import EndList, GoodbyeKind, HowItIs, look_back_day
from tests.goodbyes.records import make_goodbye
from tests.ties.test_figure import lasting
from tests.trail import clients_of
from tests.world import amend, make_client, make_tie

TODAY = date(2026, 11, 22)
AGREED = {"stays": "The choir", "helps": "Her sister", "hard": "Call the clinic first"}


def page_of(client):
    return f"/clients/{client.id}/goodbye"


def planned(day, **more):
    return {"kind": "service", "held_on": day.isoformat(), "why": "Yael goes alone now", **AGREED, **more}


def all_of(entity):
    db.session.rollback()
    return db.session.scalars(sa.select(entity).where(for_maintenance())).all()


def set_status(browser, client, status, day, **more):
    form = {"status": status, "starts_on": day.isoformat(), "ends_assignments": "y", **more}
    answer = browser.send(f"/clients/{client.id}/status", form)
    assert answer.status_code == 303, browser.page.words


def close(browser, client, day=TODAY):
    set_status(browser, client, "closed", day, reason="own_wish")


def listed(world, of):
    rows = [row.client_id for row in list_ends(world.supervisor, of)]
    assert count_ends(world.supervisor)[of] == len(rows)
    return rows


def test_a_goodbye_is_planned_with_what_stays_and_is_asked_about_after_three_months(world, as_, clock):
    tie, begun = lasting(world.client, world.mentor), make_tie(world.client, name="The pool")
    mentor, day = as_(world.mentor), TODAY + timedelta(days=8)
    there = page_of(world.client)
    assert there in mentor.see(f"/clients/{world.client.id}").links
    mentor.see(f"{there}/new")
    assert str(tie.id) in mentor.page.written or tie.name in mentor.page.words
    assert begun.name not in mentor.page.words
    assert mentor.send(f"{there}/new", planned(day, ties=str(begun.id))).status_code == 200
    assert mentor.send(f"{there}/new", planned(day, ties=str(tie.id))).status_code == 303
    words = mentor.see(there).words
    for said in ("Yael goes alone now", *AGREED.values(), tie.name, "30.11.2026", "asks on 28.2.2027"):
        assert said in words, said
    (goodbye,) = all_of(Goodbye)
    assert [named.tie_id for named in all_of(GoodbyeTie)] == [tie.id]
    assert b"choir" not in (goodbye.stays_sealed or b"")
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == Act.GOODBYE_PLANNED)).one()
    assert clients_of(entry.id) == {world.client.id}
    close(as_(world.supervisor), world.client)
    question = f"/goodbyes/{goodbye.id}/look-back"
    clock.move_to("2027-02-27T08:00:00+00:00")
    supervisor = as_(world.supervisor)
    assert supervisor.send(question, {"how": "well"}).status_code == 200
    assert "It is not three months yet." in supervisor.page.words
    assert "/goodbyes?list=look_back" not in supervisor.see("/board").links
    clock.move_to("2027-02-28T08:00:00+00:00")
    assert "/goodbyes?list=look_back" in as_(world.supervisor).see("/board").links
    assert listed(world, EndList.LOOK_BACK) == [world.client.id]
    supervisor = as_(world.supervisor)
    assert question in supervisor.see("/goodbyes?list=look_back").links
    assert "Call the clinic first" in supervisor.see(question).words
    assert supervisor.send(question, {"how": "not_reached", "holds": "all"}).status_code == 200
    answer = {"how": "hard", "holds": "some", "words": "The choir is closed"}
    assert supervisor.send(question, answer).status_code == 303
    words = supervisor.see(there).words
    for said in ("It is hard", "Some of it", "The choir is closed"):
        assert said in words
    assert f"/clients/{world.client.id}/status" in supervisor.page.links
    assert supervisor.send(question, answer).status_code == 200
    assert len(all_of(LookBack)) == 1
    assert (listed(world, EndList.LOOK_BACK), listed(world, EndList.LOOKED)) == ([], [world.client.id])
    assert "already" in supervisor.page.words
    late = supervisor.send(f"/goodbyes/{goodbye.id}/edit", planned(day, why="Another reason"))
    assert late.status_code == 200
    (look,) = all_of(LookBack)
    assert supervisor.send(f"/look-backs/{look.id}/error", {"reason": "Somebody else"}).status_code == 303
    assert listed(world, EndList.LOOK_BACK) == [world.client.id]


def test_a_mentor_who_still_sees_the_client_is_asked_on_the_first_page(world, as_, clock):
    goodbye = make_goodbye(world.client, world.mentor, TODAY)
    other = make_goodbye(make_client(world.team, world.team_mate), world.team_mate, TODAY)
    assert set(listed(world, EndList.AHEAD)) == {goodbye.client_id, other.client_id}
    clock.move_to("2027-02-22T08:00:00+00:00")
    links = as_(world.mentor).see("/").links
    assert f"/goodbyes/{goodbye.id}/look-back" in links
    assert f"/goodbyes/{other.id}/look-back" not in links
    assert set(listed(world, EndList.PASSED)) == {goodbye.client_id, other.client_id}
    as_(world.mentor).send(f"/goodbyes/{goodbye.id}/look-back", {"how": "not_reached"})
    assert f"/goodbyes/{goodbye.id}/look-back" not in as_(world.mentor).see("/").links
    assert as_(world.mentor).get(f"/goodbyes/{other.id}/look-back").status_code == 404


def test_a_file_closed_without_a_goodbye_stands_on_the_list_until_something_is_said(world, as_, clock):
    supervisor, without = as_(world.supervisor), make_client(world.team, world.mentor)
    never_met, said = make_client(world.team), make_client(world.team, world.mentor)
    of_mentor = make_client(world.team, world.mentor)
    make_goodbye(said, world.mentor, TODAY)
    make_goodbye(of_mentor, world.mentor, TODAY, GoodbyeKind.MENTOR)
    for client in (without, never_met, said, of_mentor):
        close(supervisor, client)
    assert set(listed(world, EndList.MISSING)) == {without.id, of_mentor.id}
    assert "2 files closed without a goodbye" in supervisor.see("/board").words
    assert page_of(without) in supervisor.see("/goodbyes").links
    assert page_of(without) not in as_(world.other_supervisor).see("/goodbyes").links
    assert "closed without a goodbye" in supervisor.see(page_of(without)).words
    assert supervisor.send(f"{page_of(without)}/none", {"why": " "}).status_code == 200
    assert supervisor.send(f"{page_of(without)}/none", {"why": "She moved abroad"}).status_code == 303
    assert supervisor.send(f"{page_of(of_mentor)}/new", planned(TODAY)).status_code == 303
    assert (listed(world, EndList.MISSING), listed(world, EndList.EXPLAINED)) == ([], [without.id])
    assert without.id not in listed(world, EndList.AHEAD), "nothing is ahead where there was no goodbye"
    assert supervisor.send(f"{page_of(said)}/none", {"why": "No"}).status_code == 200
    explained = next(each for each in all_of(Goodbye) if each.kind is GoodbyeKind.NONE)
    assert supervisor.send(f"/goodbyes/{explained.id}/error", {"reason": "Another person"}).status_code == 303
    assert listed(world, EndList.MISSING) == [without.id]
    clock.move_to("2027-11-23T08:00:00+00:00")
    assert listed(world, EndList.MISSING) == []


def test_who_comes_back_needs_a_goodbye_of_their_own_at_the_next_end(world, as_, clock):
    goodbye, supervisor = make_goodbye(world.client, world.mentor, TODAY), as_(world.supervisor)
    clock.move_to("2026-11-22T08:10:00+00:00")
    close(supervisor, world.client)
    clock.move_to("2026-12-10T08:00:00+00:00")
    supervisor = as_(world.supervisor)
    set_status(supervisor, world.client, "active", date(2026, 12, 10))
    clock.move_to("2027-03-01T08:00:00+00:00")
    assert listed(world, EndList.LOOK_BACK) == []
    supervisor = as_(world.supervisor)
    assert "Before the client came back" in supervisor.see(page_of(world.client)).words
    assert supervisor.send(f"/goodbyes/{goodbye.id}/look-back", {"how": "well"}).status_code == 200
    close(supervisor, world.client, date(2027, 3, 1))
    assert listed(world, EndList.MISSING) == [world.client.id]
    assert supervisor.send(f"{page_of(world.client)}/new", planned(date(2027, 3, 1))).status_code == 303
    assert listed(world, EndList.MISSING) == []


def test_only_one_end_is_recorded_and_two_writers_see_both_texts(world, as_):
    mentor, supervisor = as_(world.mentor), as_(world.supervisor)
    there = page_of(world.client)
    assert mentor.send(f"{there}/new", planned(TODAY)).status_code == 303
    assert mentor.send(f"{there}/new", planned(TODAY)).status_code == 200
    assert mentor.send(f"{there}/new", planned(TODAY, kind="mentor")).status_code == 303
    assert {goodbye.look_on for goodbye in all_of(Goodbye)} == {date(2027, 2, 22), None}
    goodbye = next(each for each in all_of(Goodbye) if each.kind is GoodbyeKind.SERVICE)
    edit = f"/goodbyes/{goodbye.id}/edit"
    mentor.see(edit)
    assert supervisor.send(edit, planned(TODAY + timedelta(days=9), helps="The clinic")).status_code == 303
    assert mentor.send(edit, planned(TODAY, helps="Her aunt"), fresh=False).status_code == 409
    assert "The clinic" in mentor.page.words
    db.session.expire_all()
    changed = next(each for each in all_of(Goodbye) if each.kind is GoodbyeKind.SERVICE)
    assert (changed.helps, changed.look_on) == ("The clinic", date(2027, 3, 1))
    for wrong in ({"why": ""}, {"held_on": "2028-01-01"}, {"why": "x" * 1001}):
        assert supervisor.send(edit, planned(TODAY, **wrong)).status_code == 200


def test_the_client_reads_it_and_takes_it_along(world, as_):
    client = make_client(world.team, world.mentor, language="en")
    make_goodbye(client, world.mentor, TODAY)
    mentor = as_(world.mentor)
    assert f"/clients/{client.id}/keep/pdf" in mentor.see(page_of(client)).links
    assert mentor.get(f"/clients/{client.id}/keep/pdf").mimetype == "application/pdf"
    mentor.send(f"/clients/{client.id}/beside")
    assert "/with/goodbye" in mentor.see("/with").links
    assert "Call the clinic" in mentor.see("/with/goodbye").words
    assert mentor.get(page_of(client)).status_code == 403


@pytest.mark.parametrize(
    ("held_on", "look_on"),
    [
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-10-31", "2027-01-31"),
        ("2026-01-15", "2026-04-15"),
    ],
)
def test_three_months_end_on_the_last_day_of_a_shorter_month(held_on, look_on):
    day = date.fromisoformat(held_on)
    assert look_back_day(GoodbyeKind.SERVICE, day) == date.fromisoformat(look_on)
    assert look_back_day(GoodbyeKind.MENTOR, day) is None


def test_a_goodbye_outlives_the_mentor_who_planned_it(world, as_, clock):
    goodbye = make_goodbye(world.client, world.mentor, TODAY)
    amend(world.client, status=ClientStatus.ACTIVE)
    periods = list_assignments(world.supervisor, world.client.id)
    period = next(each for each in periods if each.mentor_id == world.mentor.id)
    ended = {"assignment_id": str(period.id), "mentor_id": str(world.team_mate.id), "starts_on": TODAY.isoformat()}
    supervisor = as_(world.supervisor)
    there = f"/register/{world.client.id}/transfer"
    assert page_of(world.client) in supervisor.see(there).links
    assert supervisor.send(there, ended).status_code == 303, supervisor.page.words
    clock.move_to("2027-02-22T08:00:00+00:00")
    assert f"/goodbyes/{goodbye.id}/look-back" in as_(world.team_mate).see("/").links
    assert as_(world.mentor).get(page_of(world.client)).status_code == 404
    as_(world.team_mate).send(f"/goodbyes/{goodbye.id}/look-back", {"how": HowItIs.MIXED.value})
    assert [look.how for look in all_of(LookBack)] == [HowItIs.MIXED]
