"""What the people of a team opened: for whoever answers for it, about its clients alone, page by page."""

from datetime import date, timedelta

import pytest

from caseapp.audit import Act, record_alone
from caseapp.clock import today
from caseapp.supervision.trail.filter_rules import TrailFilter
from caseapp.supervision.trail.team_log_queries import team_log
from tests.statements import statements
from tests.world import World, deputise, make_activity, make_client, make_user

PATH = "/team/access-log"
EVERYTHING = TrailFilter()


def read(by, *clients, act=Act.READ) -> None:
    record_alone(act, by, clients=[client.id for client in clients], page="client")


def told(viewer, wish=EVERYTHING) -> list[tuple[str, str, int]]:
    return [(row.who, row.act, row.number) for row in team_log(viewer, None, wish).rows]


def rows(browser, query: str = "") -> int:
    return browser.see(f"{PATH}?{query}").html.count("<tr>") - 1


def test_it_says_who_did_what_about_which_client_and_when(world: World, as_) -> None:
    read(world.mentor, world.client)
    page = as_(world.supervisor).see(PATH)
    for words in ("Maya Mentor", "Read", world.client.name):
        assert words in page.words
    assert f"/clients/{world.client.id}/readers" in page.links


def test_of_other_teams_it_tells_neither_people_nor_clients(world: World, as_) -> None:
    read(world.mentor, world.client, world.other_client)
    read(world.mentor, world.other_client)
    read(world.other_mentor, world.client)
    read(world.other_mentor, world.other_client)
    assert told(world.supervisor) == [("Maya Mentor", "read", 1)]
    page = as_(world.supervisor).see(PATH)
    for hidden in (world.other_client.name, str(world.other_client.id), world.other_mentor.name):
        assert hidden not in page.html


def test_who_stood_in_is_told_of_and_whoever_stands_in_today_reads_it(world: World, as_) -> None:
    deputy, former = (make_user("mentor", world.other_team) for _ in range(2))
    deputise(deputy, world.team)
    deputise(former, world.team, until=today() - timedelta(days=1))
    read(former, world.client)
    assert told(deputy) == [(former.name, "read", 1)]
    assert as_(former).get(PATH).status_code == 403


def test_a_client_who_moved_is_told_of_to_the_team_of_today(world: World) -> None:
    read(world.mentor, world.client)
    coming = make_user("supervisor", world.other_team)
    assert told(coming) == []
    deputise(coming, world.team, today() + timedelta(days=1))
    assert told(coming) == []


def test_no_text_about_a_client_stands_there(world: World, as_) -> None:
    note = make_activity(world.client, world.mentor, date(2026, 11, 1), note="She told me about the surgery.")
    as_(world.mentor).see(f"/activities/{note.id}")
    assert "surgery" not in as_(world.supervisor).see(PATH).html


def test_a_list_of_many_is_counted_and_a_few_are_named(world: World, as_) -> None:
    read(world.mentor, *(make_client(world.team, world.mentor) for _ in range(4)))
    assert "Clients: 4" in as_(world.supervisor).see(PATH).words


def test_it_is_searched_by_person_act_and_days(world: World, as_, clock) -> None:
    read(world.mentor, world.client)
    clock.shift(timedelta(days=1))
    read(world.team_mate, world.client, act=Act.PRINTED)
    browser = as_(world.supervisor)
    assert rows(browser, f"who={world.mentor.id}") == 1
    assert rows(browser, f"who={world.mentor.id}&act=printed") == -1
    assert rows(browser, f"first_on={today()}&act=printed") == 1
    assert rows(browser, f"last_on={today() - timedelta(days=1)}&who={world.team_mate.id}") == -1


@pytest.mark.parametrize(
    "query", ["first_on=2026-02-31", "last_on=9999-12-31", "first_on=0001-01-01", "who=x", "act=x"]
)
def test_what_cannot_be_looked_for_is_said_and_the_log_is_shown(world: World, as_, query: str) -> None:
    read(world.mentor, world.client)
    assert rows(as_(world.supervisor), query) >= 1


def test_nobody_of_another_team_can_be_looked_for(world: World, as_) -> None:
    read(world.mentor, world.client)
    page = as_(world.supervisor).see(f"{PATH}?who={world.other_mentor.id}")
    assert world.other_mentor.name not in page.words
    assert str(world.other_mentor.id) not in page.html.split("<form")[1].split("</form>")[0]


def test_older_entries_follow_by_key_and_the_page_costs_five_statements(world: World, as_) -> None:
    browser = as_(world.supervisor)
    read(world.mentor, world.client)
    browser.see(PATH)
    with statements() as few:
        browser.see(PATH)
    for _number in range(70):
        read(world.mentor, world.client, make_client(world.team))
    with statements() as many:
        page = browser.see(f"{PATH}?who={world.mentor.id}")
    assert len(many) == len(few) <= 6  # the session and the entry of this reading are three of them
    assert page.html.count("<tr>") == 51
    older = next(link for link in page.links if "before=" in link)
    assert f"who={world.mentor.id}" in older
    assert browser.see(older).html.count("<tr>") == 22


@pytest.mark.parametrize("who", ["mentor", "administrator"])
def test_whoever_answers_for_nobody_does_not_read_it(world: World, as_, who: str) -> None:
    assert as_(getattr(world, who)).get(PATH).status_code == 403


@pytest.mark.parametrize("before", ["x", "0"])
def test_a_strange_place_to_go_on_from_is_not_found(world: World, as_, before: str) -> None:
    assert as_(world.supervisor).get(f"{PATH}?before={before}").status_code == 404


def test_it_is_linked_from_the_teams_people(world: World, as_) -> None:
    assert PATH in as_(world.supervisor).see("/clients").links
    assert PATH not in as_(world.mentor).see("/clients").links
