"""A look that was refused names the client it was for, and the trail holds no word that was typed."""

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import today
from caseapp.db import db
from caseapp.supervision.trail.reader_queries import readers_of
from tests.trail import clients_of
from tests.world import make_activity, make_goal


def last_refusal() -> Entry:
    db.session.rollback()
    return db.session.scalars(sa.select(Entry).where(Entry.act == Act.REFUSED).order_by(Entry.id.desc())).first()


PATHS = {
    "the file": lambda world: f"/clients/{world.client.id}",
    "a goal": lambda world: f"/goals/{make_goal(world.client).id}",
    "a note": lambda world: f"/activities/{make_activity(world.client, world.mentor, today()).id}/edit",
}


@pytest.mark.parametrize("what", PATHS)
@pytest.mark.parametrize("who", ["other_mentor", "other_supervisor", "administrator"])
def test_a_refused_look_is_about_the_client_and_stands_in_the_readers_list(world, as_, what, who) -> None:
    person = getattr(world, who)
    assert as_(person).get(PATHS[what](world)).status_code in (403, 404)
    assert clients_of(last_refusal().id) == {world.client.id}
    visits = readers_of(world.supervisor, world.client.id).rows
    assert [(visit.who, visit.acts[Act.REFUSED]) for visit in visits if visit.acts[Act.REFUSED]] == [(person.name, 1)]


def test_a_look_at_what_does_not_exist_is_about_nobody(world, as_) -> None:
    asked = uuid7()
    assert as_(world.mentor).get(f"/clients/{asked}").status_code == 404
    refusal = last_refusal()
    assert clients_of(refusal.id) == set()
    assert str(asked) in refusal.detail


def test_a_name_in_an_address_does_not_come_into_the_trail(world, as_) -> None:
    report = uuid7()
    assert as_(world.mentor).get(f"/reports/{report}/sections/Dana%20Levi").status_code == 404
    assert "Dana" not in last_refusal().detail
    assert str(report) in last_refusal().detail
