"""Nothing of an erased person is found anywhere, and nothing of anybody else is missing."""

from pathlib import Path

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.models import SignIn, User
from caseapp.audit import Act, record
from caseapp.audit.verify import verify
from caseapp.batches.models import Batch, BatchTable
from caseapp.batches.rules import BatchFormat
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db, writing
from caseapp.drafts.models import Draft
from caseapp.exchange.uploads.models import UploadedFile
from caseapp.exchange.uploads.rejected_folder import folder_on_host
from caseapp.goals.models import Goal
from caseapp.privacy.erasure.night_actions import finish_erasures
from caseapp.privacy.erasure.reach_rules import SWEPT
from caseapp.privacy.holds.models import LegalHold
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import OrderState
from tests.privacy.erasure.canaries import CANARY, everything, places_of, plant
from tests.privacy.erasure.ordering import erased, stored
from tests.upgrades.filling import fill
from tests.world import keep

TRAIL = {"trail_set_members.client_id", "trail_entries.subject_id", "erasure_orders.client_id"}


def draft_of(person, path, client_id=None, **texts):
    draft = Draft(person_id=person.id, key=uuid7(), path=path, form="", client_id=client_id, number=1)
    draft.begun_at = draft.saved_at = now()
    draft.title, draft.content = texts.get("title", CANARY), texts.get("content", CANARY)
    return keep(draft)


def plant_beside(client, supervisor, others_client):
    """What holds something of a client without pointing to one."""
    goal = db.session.scalars(sa.select(Goal).where(Goal.client_id == client.id, for_maintenance())).first()
    draft_of(supervisor, f"/goals/{goal.id}/edit")
    draft_of(supervisor, "/groups/marks", content=f'{{"mark-{client.id}": "{CANARY}"}}')
    kept = draft_of(supervisor, f"/clients/{others_client.id}/notes", title="another's", content="another's")
    batch = Batch(by_id=supervisor.id, shape=BatchFormat.XLSX, total=1, done=1, created_at=now())
    batch.reason = CANARY
    keep(batch)
    table = BatchTable(batch_id=batch.id, kind="caseload", language="he")
    table.clients, table.file = client.id.bytes + others_client.id.bytes, CANARY.encode()
    keep(table)
    held = sa.update(LegalHold).where(LegalHold.client_id == client.id, for_maintenance()).values(lifted_at=now())
    with writing():
        record(Act.HOLD_LIFTED, None)
        db.session.execute(held)
        db.session.execute(sa.update(ErasureOrder).where(for_maintenance()).values(state=OrderState.DROPPED))
    sent = db.session.scalars(sa.select(UploadedFile)).one()
    sent.content = CANARY.encode()
    db.session.commit()
    (folder_on_host(sent.upload_id) / "clients.rejected.csv").write_text(CANARY)
    times = dict.fromkeys(("began_at", "seen_at", "proved_at"), now())
    keep(SignIn(secret_hash=b"1", user_id=supervisor.id, browser="", with_client_id=client.id, **times))
    return kept.id


def of_others(rows, client_id):
    """The rows about other clients, each as it is."""
    return {
        table: sorted((row for row in stored_rows if row.get("client_id") not in (None, client_id)), key=repr)
        for table, stored_rows in rows.items()
        if table not in {*SWEPT, "trail_set_members"}
    }


def test_nothing_of_an_erased_person_is_left(app):
    fill()
    client, other = db.session.scalars(sa.select(Client).where(for_maintenance()).order_by(Client.id)).all()[:2]
    people = {person.role: person for person in db.session.scalars(sa.select(User).order_by(User.id.desc()))}
    supervisor = db.session.scalars(
        sa.select(User).where(User.team_id == client.team_id, User.role == Role.SUPERVISOR)
    ).first()
    order_id = None
    planted = plant(client.id)
    kept_draft = plant_beside(client, supervisor, other)
    client_id, name_place = client.id, {"clients.given_name", "activities.note_sealed", "drafts.content_sealed"}
    before = everything()
    assert places_of(CANARY, before) >= planted | name_place
    order_id = erased(supervisor, people[Role.ADMINISTRATOR], client_id)
    db.session.expire_all()
    after = everything()
    assert places_of(CANARY, after) == set()
    assert places_of(client_id.hex, after) <= TRAIL
    assert of_others(after, client_id) == of_others(before, client_id)
    assert db.session.get(Draft, kept_draft).content == "another's"
    assert finish_erasures() == 1
    assert stored(order_id).reason == ""
    assert verify().faults == []
    for path in Path(app.config["DATA"]).rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path.name
