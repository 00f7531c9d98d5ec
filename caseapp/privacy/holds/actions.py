"""A hold is set and lifted."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.privacy.holds.models import LegalHold
from caseapp.privacy.holds.queries import find_hold
from caseapp.privacy.holds.rules import check_reason


@transaction
def set_hold(viewer: Viewer, client_id: UUID, reason: str, key: IdempotencyKey) -> LegalHold:
    """From now on nothing of this client is erased, whatever was decided or confirmed before."""
    ensure(viewer, Capability.ASK_ERASURES)
    ensure_visible(viewer, client_id, in_charge)
    if is_repeated(key, viewer.id):
        return find_hold(viewer, key.id)
    check_reason(reason)
    db.session.execute(
        sa.select(Client.id).where(Client.id == client_id, in_charge(viewer, Client.id)).with_for_update()
    )
    hold = LegalHold(id=key.id, client_id=client_id, set_by_id=viewer.id, set_at=now())
    hold.reason = reason
    db.session.add(hold)
    record(Act.HOLD_SET, viewer, about=hold, clients=[client_id])
    return hold


@transaction
def lift_hold(viewer: Viewer, hold_id: UUID, reason: str, version: int | None) -> None:
    """The hold is over, and nothing is erased by that: an order that waited before waits for its second person."""
    ensure(viewer, Capability.ASK_ERASURES)
    hold = find_hold(viewer, hold_id)
    expect_version(hold, version)
    check_reason(reason)
    if hold.lifted_at is not None:
        raise RuleBroken(_("This hold was lifted already."))
    hold.lift(reason, viewer.id, now())
    record(Act.HOLD_LIFTED, viewer, about=hold, clients=[hold.client_id])
