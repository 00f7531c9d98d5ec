"""What an anonymised person leaves behind: figures, and nobody's name."""

from datetime import date

import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.groups.models import AttendanceMark
from caseapp.organisation import queries as organisation_queries
from caseapp.organisation.models import Organisation
from caseapp.privacy.erasure.night_actions import finish_erasures
from caseapp.privacy.erasure.reach_rules import ANONYMISED, Fate
from caseapp.privacy.orders.rules import OrderKind
from caseapp.privacy.retention.actions import apply_rule
from tests.privacy.erasure.canaries import CANARY, everything, places_of, plant
from tests.privacy.erasure.ordering import erased
from tests.world import amend, keep, make_activity, make_approval, make_client, make_goal


def closed_client(world):
    client = make_client(world.team, world.mentor, birth_on=date(1990, 5, 17), status_on=date(2019, 3, 9))
    for day in (3, 4, 29):
        make_activity(client, world.mentor, date(2019, 3, day), minutes=45)
    make_activity(client, world.mentor, date(2019, 5, 3), minutes=30)
    make_approval(client), make_goal(client)
    plant(client.id)
    return amend(db.session.merge(client), status=ClientStatus.CLOSED)


def met(client_id):
    found = sa.select(Activity.held_on, sa.func.count(), sa.func.sum(Activity.minutes))
    found = found.where(Activity.client_id == client_id, for_maintenance())
    return [tuple(row) for row in db.session.execute(found.group_by(Activity.held_on).order_by(Activity.held_on))]


def test_figures_stay_and_nothing_says_who_it_was(world, as_):
    client = closed_client(world)
    client_id, mine = client.id, amend(db.session.merge(world.client), given_name="Another")
    before = everything()
    erased(world.supervisor, world.administrator, client_id, OrderKind.ANONYMISE)
    db.session.expire_all()
    after = everything()
    codes = {f"{table}.{name}" for table, fates in ANONYMISED.items() for name in fates if fates[name] is Fate.KEPT}
    assert places_of(CANARY, after) - codes == set()
    assert met(client_id) == [(date(2019, 3, 1), 3, 135), (date(2019, 5, 1), 1, 30)]
    (row,) = [row for row in after["clients"] if row["id"] == client_id]
    assert (row["birth_on"], row["status_on"], row["status"]) == (date(1990, 1, 1), date(2019, 3, 1), "closed")
    assert (row["given_name"], row["family_name"]) == (client_id.hex[-8:], "")
    left = {table for table, rows in after.items() for row in rows if row.get("client_id") == client_id}
    assert left - {"erasure_orders", "trail_set_members"} <= ANONYMISED.keys()
    assert {"activities", "approvals", "assignments"} <= left
    for table in ("activities", "clients"):
        others = [row for row in before[table] if row.get("client_id", row["id"]) != client_id]
        assert [row for row in after[table] if row.get("client_id", row["id"]) != client_id] == others
    assert finish_erasures() == 1
    assert apply_rule() == (0, 0)  # who is anonymised is not due again
    browser = as_(world.supervisor)
    for path in (f"/clients/{client_id}", f"/clients/{client_id}/records", f"/clients/{client_id}/file", "/people"):
        assert browser.get(path).status_code in (200, 404), path
    assert mine.given_name == "Another"


def test_how_coarse_is_the_organisations(world):
    keep(Organisation(name="Circles", thresholds='{"anonymised_months": 6}'))
    organisation_queries.forget_organisation_settings()
    client = closed_client(world)
    erased(world.supervisor, world.administrator, client.id, OrderKind.ANONYMISE)
    assert met(client.id) == [(date(2019, 1, 1), 4, 165)]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AttendanceMark).where(for_maintenance())) == 0
    assert db.session.scalar(sa.select(Client.search_name).where(Client.id == client.id, for_maintenance()))
