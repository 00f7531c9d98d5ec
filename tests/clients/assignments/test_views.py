from datetime import timedelta

import pytest

from caseapp.clients.assignments.forms import AssignmentForm
from caseapp.clients.queries import list_assignments, registered, search_people
from caseapp.clock import today
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import make_client


def test_the_administrator_sees_name_status_and_mentors_and_nothing_else(world, as_):
    client = make_client(
        world.team, world.mentor, preferred_name="Canary", phone="+972502345678", national_id="032861809"
    )
    browser = as_(world.administrator)
    for path in ("/register", f"/register/{client.id}/assignments"):
        page = browser.see(path)
        assert client.name in page.words
        assert "Maya Mentor" in page.words
        for secret in ("Canary", "2345678", "234-5678", "1809"):
            assert secret not in page.written
    assert browser.get("/clients/search").status_code == 403


@pytest.mark.parametrize("relation", ["mentor", "team_mate", "former_mentor", "other_mentor"])
def test_mentors_do_not_open_the_register(world, as_, relation):
    browser = as_(getattr(world, relation))
    for path in ("/register", "/register/search", f"/register/{world.client.id}/assignments"):
        browser.see(path, 403)


def test_the_register_is_searched_without_a_name_in_the_address(world, as_):
    browser = as_(world.administrator)
    answer = browser.send("/register/search", {"words": "מזרחי"})
    assert answer.status_code == 200
    assert "יעל מזרחי" in browser.page.words
    assert world.other_client.name not in browser.page.words


def test_a_mentor_is_assigned_from_the_register_and_the_same_form_twice_assigns_once(world, as_):
    browser = as_(world.administrator)
    path = f"/register/{world.client.id}/assignments"
    form = {
        "mentor_id": str(world.team_mate.id),
        "starts_on": "2026-11-22",
        "ends_on": "",
        "record_id": form_id(world.administrator, AssignmentForm),
    }
    assert [browser.send(path, form).status_code for _ in range(2)] == [303, 303]
    periods = list_assignments(world.administrator, world.client.id, registered)
    assert [period.mentor_id for period in periods].count(world.team_mate.id) == 1
    assert browser.send(path, {**form, "ends_on": "2026-12-01"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mentor_id": "mentor"}, "is already this client's mentor"),
        ({"mentor_id": "other_mentor"}, "Not a valid choice"),
        ({"mentor_id": ""}, "Missing: "),
        ({"ends_on": "2026-11-01"}, "before the start date"),
        ({"starts_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
    ],
)
def test_an_assignment_that_cannot_be_is_refused_with_a_sentence(world, as_, changes, words):
    browser = as_(world.supervisor)
    form = {"mentor_id": str(world.team_mate.id), "starts_on": "2026-11-22", "ends_on": ""}
    named = changes.get("mentor_id")
    changes = {**changes, "mentor_id": str(getattr(world, named).id)} if named else changes
    answer = browser.send(f"/register/{world.client.id}/assignments", {**form, **changes})
    assert answer.status_code == 200
    assert words in browser.page.words


def test_an_assignment_is_ended_and_the_file_closes(world, as_):
    period = next(
        s for s in list_assignments(world.supervisor, world.client.id, registered) if s.mentor_id == world.mentor.id
    )
    path = f"/register/{world.client.id}/assignments/{period.id}/end"
    mentor = as_(world.mentor)
    mentor.send("/clients/search", {"words": "יעל"})
    assert "יעל מזרחי" in mentor.page.words
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert as_(world.supervisor).send(path, {"ends_on": yesterday}).status_code == 303
    mentor.send("/clients/search", {"words": "יעל"})
    assert "יעל מזרחי" not in mentor.page.words


def test_an_assignment_is_ended_only_under_its_own_client(world, as_):
    (period,) = list_assignments(world.supervisor, world.team_mates_client.id, registered)
    path = f"/register/{world.client.id}/assignments/{period.id}/end"
    browser = as_(world.supervisor)
    browser.see(f"/register/{world.client.id}/assignments")
    assert browser.get(path).status_code == 404


def test_the_register_asks_no_more_of_the_store_for_more_clients(world, as_):
    browser = as_(world.administrator)
    browser.see("/register")
    with statements() as few:
        browser.see("/register")
    for _ in range(20):
        make_client(world.team, world.mentor)
    with statements() as many:
        browser.see("/register")
    assert len(many) == len(few)
    assert len(few) <= 5


def test_the_register_offers_further_names_when_a_page_is_full(world, as_):
    for _ in range(50):
        make_client(world.team)
    browser = as_(world.administrator)
    (further,) = (link for link in browser.see("/register").links if "after=" in link)
    assert len(search_people(world.supervisor, "given")) == 50
    assert browser.see(further).html.count('class="row"') == 3
    assert browser.get("/register?after=nonsense").status_code == 200
