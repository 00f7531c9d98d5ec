"""Who brings in what: the own team's clients, the mentors of today."""

import pytest
import sqlalchemy as sa

from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import NotAllowed
from caseapp.exchange.actions import import_caseload
from caseapp.groups.models import Group
from tests.exchange.sheets import CLIENTS, YAEL, change, counted, write
from tests.world import keep, make_team, make_user

pytestmark = pytest.mark.usefixtures("english")


def test_a_mentor_brings_in_nothing(folder, people, rows):
    with pytest.raises(NotAllowed):
        import_caseload(people["mentor1"], folder)
    assert rows()["clients"] == 0


def test_a_supervisor_brings_in_the_own_team_only(folder, people, kept):
    caseload = import_caseload(people["supervisor1"], folder)
    own = {people["mentor1"].id, people["mentor2"].id}
    assert {assignment.mentor_id for assignment in kept(Assignment)} == own
    assert {client.team_id for client in kept(Client)} == {people["supervisor1"].team_id}
    assert caseload.clients.added + caseload.clients.rejected == 44
    others = [row for _, row in caseload.rejected if "another team" in str(row.faults[0])]
    assert len(others) == caseload.clients.rejected - 2
    assert db.session.scalar(sa.select(Group.team_id)) == people["supervisor1"].team_id
    rest = import_caseload(people["supervisor2"], folder)
    assert caseload.clients.added + rest.clients.added == 42
    assert caseload.goals.added + rest.goals.added == 84
    assert caseload.activities.added + rest.activities.added == 931


def test_a_supervisor_learns_nothing_of_clients_of_another_team(brought_in, folder):
    """A row about another team's client is answered like a row about nobody."""
    caseload = import_caseload(brought_in["supervisor1"], folder)
    sentences = {str(row.faults[0].sentence) for sheet, row in caseload.rejected if sheet.path.name == "meetings.csv"}
    assert "There is no client with this ID number. Import the client first." in sentences
    assert len(sentences) == 3


def test_the_file_of_a_client_kept_in_another_team_is_not_opened_twice(small, people, rows):
    import_caseload(people["admin"], small)
    write(small, "clients.csv", CLIENTS + YAEL.replace("mentor1", "mentor3"))
    caseload = import_caseload(people["supervisor2"], small)
    assert counted(caseload.clients) == (0, 0, 1)
    assert "with another team" in str(caseload.rejected[0][1].faults[0])
    assert rows()["clients"] == 1


def test_an_imported_client_is_seen_by_the_own_mentor_alone(small, people):
    """Among mentors; the team's supervisor sees the client too."""
    import_caseload(people["admin"], small)

    def seen(who):
        return len(db.session.scalars(about_visible_clients(people[who], Client)).all())

    assert [seen(who) for who in ("mentor1", "mentor2", "supervisor1", "supervisor2", "admin")] == [1, 0, 1, 0, 0]


def test_a_group_of_another_team_is_not_joined(small, people, rows):
    write(small, "art.csv", "Art - Sunday 17:00\nid,name,01/11/2026\n18,a,v\n")
    keep(Group(name="Art", team_id=people["supervisor2"].team_id, created_at=now()))
    caseload = import_caseload(people["supervisor1"], small)
    assert [fault.file for fault in caseload.left_out] == ["art.csv"]
    assert rows()["memberships"] == 0


def test_a_group_with_members_of_two_teams_belongs_to_none(small, people):
    head = "Art - Sunday 17:00\nid,name,01/11/2026\n"
    write(small, "art.csv", head + "18,a,v\n")
    import_caseload(people["admin"], small)
    group = db.session.scalars(sa.select(Group)).one()
    assert group.team_id == people["mentor1"].team_id
    write(small, "clients.csv", CLIENTS + YAEL + YAEL.replace("18", "123456782").replace("mentor1", "mentor3"))
    write(small, "art.csv", head + "18,a,v\n123456782,b,v\n")
    import_caseload(people["admin"], small)
    assert group.team_id is None


def test_a_mentor_without_a_team_cannot_be_given_clients(small, people, rows):
    change(people["mentor1"], team_id=None)
    caseload = import_caseload(people["admin"], small)
    assert "not in a team yet" in str(caseload.rejected[0][1].faults[0])
    assert rows()["clients"] == 0


def test_only_mentors_of_today_are_known(small, people):
    gone = make_user("mentor", make_team(), username="gone", disabled_at=now())
    write(small, "clients.csv", CLIENTS + YAEL.replace("mentor1", gone.username))
    assert counted(import_caseload(people["admin"], small).clients) == (0, 0, 1)
