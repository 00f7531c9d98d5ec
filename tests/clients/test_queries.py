from datetime import date, timedelta

import pytest

from caseapp.clients.assignments.queries import (
    find_assignment,
    find_mentor,
    find_registered,
    list_mentors,
    list_register,
)
from caseapp.clients.file.queries import client_details
from caseapp.clients.models import Client
from caseapp.clients.queries import (
    about_visible_clients,
    after_client,
    ensure_visible,
    find_client,
    find_client_by_national_id,
    list_assignments,
    mentors_of,
    registered,
    search_people,
)
from caseapp.clients.rules import ClientStatus, search_name
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible
from tests.world import LONG_AGO, assign, make_client, make_user

SEEING = ["mentor", "supervisor"]
BLIND = ["team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator", "stranger"]
REGISTERING = ["supervisor", "administrator"]
NOT_REGISTERING = ["mentor", "team_mate", "former_mentor", "other_mentor", "other_supervisor", "stranger"]


@pytest.fixture
def person(world):
    """A person of the world by the relation to its client; `stranger` has a role that nobody knows."""

    def named(relation):
        return make_user("wizard", world.team) if relation == "stranger" else getattr(world, relation)

    return named


@pytest.mark.parametrize("relation", SEEING)
def test_who_accompanies_or_answers_for_a_client_finds_the_file(world, person, relation):
    viewer = person(relation)
    assert find_client(viewer, world.client.id).id == world.client.id
    ensure_visible(viewer, world.client.id)
    assert [found.id for found in search_people(viewer, "מזרחי")] == [world.client.id]
    assert mentors_of(viewer, [world.client.id]) == {world.client.id: ["Maya Mentor"]}


@pytest.mark.parametrize("relation", BLIND)
def test_everybody_else_finds_nothing_of_the_client(world, person, relation):
    viewer = person(relation)
    with pytest.raises(NotVisible):
        find_client(viewer, world.client.id)
    with pytest.raises(NotVisible):
        ensure_visible(viewer, world.client.id)
    assert search_people(viewer, "מזרחי") == []
    assert mentors_of(viewer, [world.client.id]) == {world.client.id: []}
    assert list_assignments(viewer, world.client.id) == []


@pytest.mark.parametrize("relation", REGISTERING)
def test_the_register_is_open_to_who_assigns_mentors(world, person, relation):
    viewer = person(relation)
    row = find_registered(viewer, world.client.id)
    assert row == (world.client.id, "יעל מזרחי", ClientStatus.ACTIVE, ["Maya Mentor"])
    names = [period.mentor_name for period in list_assignments(viewer, world.client.id, registered)]
    assert sorted(names) == ["Maya Mentor", world.former_mentor.name]


@pytest.mark.parametrize("relation", NOT_REGISTERING)
def test_the_register_is_closed_to_everybody_else(world, person, relation):
    viewer = person(relation)
    with pytest.raises(NotVisible):
        find_registered(viewer, world.client.id)
    assert world.client.id not in [row.id for row in list_register(viewer).rows]
    assert list_assignments(viewer, world.client.id, registered) == []


def test_the_administrator_sees_every_client_of_the_register_and_a_supervisor_the_own_team(world):
    everybody = {world.client.id, world.team_mates_client.id, world.other_client.id}
    assert {row.id for row in list_register(world.administrator).rows} == everybody
    assert {row.id for row in list_register(world.supervisor).rows} == everybody - {world.other_client.id}


def test_a_mentor_sees_a_client_from_the_first_day_to_the_last_one(world, clock):
    cover = make_user("mentor", world.team)
    assign(world.client, cover, today() + timedelta(days=2), today() + timedelta(days=3))
    seen = []
    for _ in range(6):
        seen.append(bool(search_people(cover, "יעל")))
        clock.shift(timedelta(days=1))
    assert seen == [False, False, True, True, False, False]


def test_an_assignment_that_was_taken_back_opens_nothing(world):
    mistaken = make_user("mentor", world.team)
    assign(world.client, mistaken, today(), today() - timedelta(days=1))
    with pytest.raises(NotVisible):
        find_client(mistaken, world.client.id)


@pytest.mark.parametrize("words", ["יָעֵל", "מזר", "מזרחי יעל", "יעל-מזרחי", "  זרח "])
def test_a_search_finds_however_the_name_is_written(world, words):
    assert [found.name for found in search_people(world.supervisor, words)] == ["יעל מזרחי"]


@pytest.mark.parametrize("words", ["", " ", "%", "_", "יעל כהן", "'; drop table clients --"])
def test_a_search_finds_nobody_without_words_or_for_marks(world, words):
    assert search_people(world.supervisor, words) == []


def test_a_search_by_the_preferred_name_finds_too(world):
    client = make_client(world.team, world.mentor, preferred_name="יעלי", search_name=search_name("דנה", "לוי", "יעלי"))
    found = search_people(world.mentor, "יעלי")
    assert [(person.id, person.called) for person in found] == [(client.id, "יעלי"), (world.client.id, "יעל")]


def test_the_register_goes_on_where_the_last_page_ended(world):
    for number in range(5):
        make_client(world.team, given_name="Same", family_name="Name", search_name="same name", phone=str(number))
    found, after = [], None
    while True:
        page = list_register(world.administrator, after=after, limit=3)
        found += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(found) == len(set(found)) == 8


def test_a_page_of_the_register_cannot_begin_at_a_client_of_another_team(world):
    page = list_register(world.supervisor, after=world.other_client.id)
    assert page.rows == []


def test_the_end_of_the_list_is_found_from_the_id_alone(world):
    own = about_visible_clients(world.supervisor, Client, Client.id)
    first, last = db.session.scalars(own.order_by(Client.search_name, Client.id)).all()
    following = db.session.scalars(own.where(after_client(world.supervisor, first))).all()
    assert following == [last]


def test_an_assignment_is_found_only_under_its_own_client(world):
    period = list_assignments(world.supervisor, world.client.id, registered)[0]
    assert find_assignment(world.supervisor, world.client.id, period.id).id == period.id
    with pytest.raises(NotVisible):
        find_assignment(world.supervisor, world.team_mates_client.id, period.id)
    with pytest.raises(NotVisible):
        find_assignment(world.other_supervisor, world.client.id, period.id)


def test_each_mentor_to_choose_stands_once_with_the_own_team(world):
    loner = make_user(name="Zoe")
    teams = {(mentor.id, mentor.team) for mentor in list_mentors(world.administrator)}
    north = {(mentor.id, "North") for mentor in (world.mentor, world.team_mate, world.former_mentor)}
    assert teams == {*north, (world.other_mentor.id, "South"), (loner.id, None)}
    assert len(list_mentors(world.administrator)) == len(teams)


def test_a_supervisor_chooses_among_mentors_of_the_own_team_and_the_administrator_among_all(world):
    own = {mentor.id for mentor in list_mentors(world.supervisor)}
    assert own == {world.mentor.id, world.team_mate.id, world.former_mentor.id}
    assert {mentor.id for mentor in list_mentors(world.administrator)} == {*own, world.other_mentor.id}
    assert list_mentors(world.mentor) == []
    with pytest.raises(NotVisible):
        find_mentor(world.supervisor, world.client.id, world.other_mentor.id)


def test_a_second_file_of_one_person_is_named_only_to_who_sees_the_first(world):
    blind = key_ring().blind("national_id", "000000018")
    assert find_client_by_national_id(world.supervisor, blind) == (world.client.id, "יעל מזרחי")
    assert find_client_by_national_id(world.other_supervisor, blind) == (world.client.id, None)
    assert find_client_by_national_id(world.supervisor, key_ring().blind("national_id", "032861809")) is None


def test_the_facts_show_a_masked_id_a_phone_as_written_and_who_accompanies(world):
    client = make_client(
        world.team, world.mentor, national_id="032861809", phone="+972502345678", birth_on=date(1992, 3, 1)
    )
    facts = client_details(world.mentor, client, list_assignments(world.mentor, client.id))
    assert (facts.national_id, facts.phone, facts.age) == ("*****1809", "050-234-5678", 34)
    assert [(period.mentor_name, period.starts_on) for period in facts.mentors] == [("Maya Mentor", LONG_AGO)]


@pytest.mark.parametrize("preferred", ["", "יעלי"])
def test_a_name_is_the_same_on_the_row_and_in_a_statement(world, preferred):
    client = make_client(world.team, world.mentor, preferred_name=preferred)
    row = db.session.execute(
        about_visible_clients(world.mentor, Client, Client.name, Client.called).where(Client.id == client.id)
    ).one()
    assert row == (client.name, client.called)
