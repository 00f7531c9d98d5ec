from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.actions import add_client, change_client, open_client
from caseapp.clients.assignments.actions import assign_mentor, end_assignment
from caseapp.clients.assignments.queries import find_assignment
from caseapp.clients.assignments.rules import AssignmentDraft
from caseapp.clients.queries import find_client, list_assignments, registered, search_people
from caseapp.clients.rules import ClientStatus, NewClientDraft, PersonalDetails
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.world import make_client, make_user

DANA = PersonalDetails("דנה", "לוי", national_id="032861809", phone="050-234-5678", birth_on=date(1990, 5, 1))


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def acts_about(row):
    return list(db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == row.id).order_by(Entry.seq)))


def test_an_opened_file_belongs_to_the_own_team_and_can_be_searched(world):
    client = open_client(world.supervisor, NewClientDraft(DANA, mentor_id=world.mentor.id), sent())
    assert client.team_id == world.team.id
    assert (client.national_id, client.phone) == ("032861809", "+972502345678")
    assert [found.id for found in search_people(world.mentor, "לֵוִי")] == [client.id]
    assert acts_about(client) == [Act.CLIENT_OPENED]


def test_what_is_sealed_is_nowhere_in_the_row_in_clear(world):
    client = open_client(world.supervisor, NewClientDraft(DANA), sent())
    assert b"032861809" not in client.national_id_sealed + client.national_id_hash
    assert b"502345678" not in client.phone_sealed


def test_the_same_form_twice_opens_one_file_and_another_body_is_a_conflict(world):
    submission = sent()
    first = open_client(world.supervisor, NewClientDraft(DANA), submission)
    again = open_client(world.supervisor, NewClientDraft(DANA), submission)
    assert first.id == again.id == submission.id
    assert acts_about(first) == [Act.CLIENT_OPENED]
    with pytest.raises(Conflict):
        open_client(world.supervisor, NewClientDraft(DANA), IdempotencyKey(submission.id, b"other"))


def test_an_id_number_of_an_own_client_is_refused_with_the_name(world):
    with pytest.raises(RuleBroken) as refused:
        open_client(world.supervisor, NewClientDraft(PersonalDetails("A", "B", national_id="18")), sent())
    assert "יעל מזרחי" in str(refused.value)
    assert refused.value.field == "national_id"


def test_an_id_number_of_somebody_elses_client_is_refused_without_a_name(world):
    with pytest.raises(RuleBroken) as refused:
        open_client(world.other_supervisor, NewClientDraft(PersonalDetails("A", "B", national_id="18")), sent())
    assert "יעל" not in str(refused.value)
    assert search_people(world.other_supervisor, "A B") == []


@pytest.mark.parametrize("relation", ["mentor", "administrator"])
def test_only_a_supervisor_opens_files(world, relation):
    with pytest.raises(NotAllowed):
        open_client(getattr(world, relation), NewClientDraft(DANA), sent())


def test_a_supervisor_without_a_team_is_told_so(world):
    with pytest.raises(RuleBroken):
        open_client(make_user("supervisor"), NewClientDraft(DANA), sent())


def test_a_file_is_opened_with_no_mentor_of_another_team(world):
    with pytest.raises(RuleBroken):
        open_client(world.supervisor, NewClientDraft(DANA, mentor_id=world.other_mentor.id), sent())
    assert search_people(world.supervisor, "דנה") == []


def test_an_import_brings_files_into_any_team_for_the_administrator_and_into_the_own_for_a_supervisor(world):
    client = add_client(world.administrator, DANA, world.other_team.id)
    assert client.team_id == world.other_team.id
    with pytest.raises(NotVisible):
        add_client(world.supervisor, PersonalDetails("A", "B"), world.other_team.id)
    with pytest.raises(NotAllowed):
        add_client(world.mentor, PersonalDetails("A", "B"), world.team.id)


def test_a_corrected_file_keeps_the_id_number_that_was_not_typed_again(world):
    change_client(
        world.supervisor, world.client, PersonalDetails("יעל", "כהן", preferred_name="יעלי"), world.client.version
    )
    client = find_client(world.supervisor, world.client.id)
    assert (client.name, client.called, client.national_id) == ("יעל כהן", "יעלי", "000000018")
    assert [found.id for found in search_people(world.mentor, "כהנ יעלי")] == [client.id]
    assert acts_about(client)[-1] == Act.CLIENT_CHANGED


def test_a_file_that_changed_meanwhile_is_a_conflict_and_stays(world):
    seen = world.client.version
    change_client(world.supervisor, world.client, PersonalDetails("יעל", "כהן"), seen)
    with pytest.raises(Conflict):
        change_client(world.supervisor, world.client, PersonalDetails("יעל", "לוי"), seen)
    assert find_client(world.supervisor, world.client.id).name == "יעל כהן"


@pytest.mark.parametrize(
    ("relation", "fault"),
    [("mentor", NotAllowed), ("administrator", NotAllowed), ("other_supervisor", NotVisible)],
)
def test_nobody_else_changes_a_file(world, relation, fault):
    """The actions themselves refuse, without a page in front of them."""
    by = getattr(world, relation)
    with pytest.raises(fault):
        change_client(by, world.client, PersonalDetails("X", "Y"), world.client.version)
    client = find_client(world.supervisor, world.client.id)
    assert (client.name, client.status) == ("יעל מזרחי", ClientStatus.ACTIVE)


def test_a_second_mentor_accompanies_beside_the_first_until_a_day(world):
    until = today() + timedelta(days=7)
    assignment = assign_mentor(
        world.supervisor, world.client.id, AssignmentDraft(world.team_mate.id, today(), until), sent()
    )
    assert find_client(world.team_mate, world.client.id)
    assert find_client(world.mentor, world.client.id)
    assert acts_about(assignment) == [Act.MENTOR_ASSIGNED]


def test_the_administrator_assigns_any_mentor_to_any_client(world):
    assign_mentor(world.administrator, world.client.id, AssignmentDraft(world.other_mentor.id, today()), sent())
    assert find_client(world.other_mentor, world.client.id)


def test_the_same_mentor_is_not_assigned_twice_for_one_day(world):
    with pytest.raises(RuleBroken) as refused:
        assign_mentor(world.supervisor, world.client.id, AssignmentDraft(world.mentor.id, today()), sent())
    assert "Maya Mentor" in str(refused.value)
    assign_mentor(world.supervisor, world.client.id, AssignmentDraft(world.former_mentor.id, today()), sent())
    assert find_client(world.former_mentor, world.client.id)


def test_a_double_tap_assigns_once(world):
    submission = sent()
    for _ in range(2):
        assign_mentor(world.supervisor, world.client.id, AssignmentDraft(world.team_mate.id, today()), submission)
    periods = list_assignments(world.supervisor, world.client.id, registered)
    assert [period.mentor_id for period in periods].count(world.team_mate.id) == 1


@pytest.mark.parametrize("relation", ["mentor", "team_mate"])
def test_mentors_assign_nobody(world, relation):
    with pytest.raises(NotAllowed):
        assign_mentor(getattr(world, relation), world.client.id, AssignmentDraft(world.team_mate.id, today()), sent())


def test_a_supervisor_assigns_neither_to_another_teams_client_nor_another_teams_mentor(world):
    with pytest.raises(NotVisible):
        assign_mentor(world.supervisor, world.other_client.id, AssignmentDraft(world.mentor.id, today()), sent())
    with pytest.raises(RuleBroken):
        assign_mentor(world.supervisor, world.client.id, AssignmentDraft(world.other_mentor.id, today()), sent())


@pytest.mark.parametrize("role", ["supervisor", "administrator", "wizard"])
def test_only_a_mentor_is_assigned(world, role):
    with pytest.raises(RuleBroken):
        assign_mentor(
            world.administrator,
            world.client.id,
            AssignmentDraft(make_user(role, world.team).id, today()),
            sent(),
        )


def own_assignment(world, mentor):
    (found,) = (
        period
        for period in list_assignments(world.supervisor, world.client.id, registered)
        if period.mentor_id == mentor.id
    )
    return find_assignment(world.supervisor, world.client.id, found.id)


def test_an_ended_assignment_closes_the_file_at_once(world):
    assignment = own_assignment(world, world.mentor)
    end_assignment(world.supervisor, assignment, today() - timedelta(days=1), assignment.version)
    with pytest.raises(NotVisible):
        find_client(world.mentor, world.client.id)
    assert acts_about(assignment)[-1] == Act.ASSIGNMENT_ENDED


def test_an_assignment_by_mistake_is_taken_back_on_its_first_day(world):
    assignment = assign_mentor(world.supervisor, world.client.id, AssignmentDraft(world.team_mate.id, today()), sent())
    end_assignment(world.supervisor, assignment, today() - timedelta(days=1), assignment.version)
    with pytest.raises(NotVisible):
        find_client(world.team_mate, world.client.id)
    with pytest.raises(RuleBroken):
        end_assignment(world.supervisor, assignment, today() - timedelta(days=2), assignment.version)


def test_an_assignment_is_not_prolonged_into_another_one_of_the_same_mentor(world):
    assign_mentor(world.supervisor, world.client.id, AssignmentDraft(world.former_mentor.id, today()), sent())
    earlier = min(
        (s for s in list_assignments(world.supervisor, world.client.id, registered) if s.ends_on),
        key=lambda period: period.starts_on,
    )
    assignment = find_assignment(world.supervisor, world.client.id, earlier.id)
    with pytest.raises(RuleBroken):
        end_assignment(world.supervisor, assignment, today(), assignment.version)


@pytest.mark.parametrize(("relation", "fault"), [("mentor", NotAllowed), ("other_supervisor", NotVisible)])
def test_nobody_else_ends_an_assignment(world, relation, fault):
    assignment = own_assignment(world, world.mentor)
    with pytest.raises(fault):
        end_assignment(getattr(world, relation), assignment, today(), assignment.version)
    assert own_assignment(world, world.mentor).ends_on is None


def test_two_files_never_share_an_id_number(world):
    client = make_client(world.team)
    facts = PersonalDetails("A", "B", national_id="000000018")
    with pytest.raises(RuleBroken):
        change_client(world.supervisor, client, facts, client.version)
