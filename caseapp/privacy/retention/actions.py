"""The rule proposes, the first person asks, the second confirms: a list at a time."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now
from caseapp.db import db, expect_version, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.orders.actions import check_not_held, confirm_order
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.queries import find_order, is_still_right
from caseapp.privacy.orders.rules import Ground, OrderKind, OrderState, check_order, kept_until
from caseapp.privacy.retention.queries import newly_due, no_longer_due
from caseapp.privacy.retention.rules import ChosenDraft, ChosenOrder, check_chosen


@transaction
def apply_rule() -> tuple[int, int]:
    """List who is due from today on, and take off the list who is not any more; nothing is erased by it. Return how
    many came and went. A second time on one day it changes nothing."""
    gone = no_longer_due(None)
    for order in gone:
        order.drop(None, now())
    due = newly_due(None)
    years = threshold(Threshold.RETENTION_YEARS)
    for client in due:
        order = ErasureOrder(client_id=client.id, team_id=client.team_id, kind=OrderKind.ERASE, ground=Ground.RETENTION)
        order.state, order.proposed_at = OrderState.PROPOSED, now()
        order.kept_until = kept_until(client.closed_on, years)
        db.session.add(order)
    if gone:
        record(Act.ERASURE_DROPPED, None, clients=[order.client_id for order in gone], number=len(gone))
    if due:
        record(Act.ERASURE_PROPOSED, None, clients=[client.id for client in due], number=len(due))
    return len(due), len(gone)


@transaction
def ask_for_list(viewer: Viewer, draft: ChosenDraft) -> int:
    """The first person's word on those who were chosen, all of them or none."""
    ensure(viewer, Capability.ASK_ERASURES)
    check_chosen(draft)
    assert draft.order is not None
    check_order(draft.order, is_closed=True)
    for chosen in draft.chosen:
        order = _find(viewer, chosen, OrderState.PROPOSED)
        ensure_visible(viewer, order.client_id, in_charge)
        check_not_held(order.client_id)
        if not is_still_right(viewer, order):
            raise RuleBroken(_("Somebody on the list is not due any more. Choose again."), "chosen")
        order.ask(draft.order, viewer.id, now())
        what = {"kind": str(order.kind), "ground": str(order.ground)}
        record(Act.ERASURE_ASKED, viewer, about=order, clients=[order.client_id], **what)
    return len(draft.chosen)


@transaction
def confirm_list(viewer: Viewer, draft: ChosenDraft) -> list[UUID]:
    """The second person's word on those who were chosen, all of them or none."""
    ensure(viewer, Capability.CONFIRM_ERASURES)
    check_chosen(draft)
    return [confirm_order(viewer, chosen.id, chosen.version).id for chosen in draft.chosen]


def _find(viewer: Viewer, chosen: ChosenOrder, state: OrderState) -> ErasureOrder:
    order = find_order(viewer, chosen.id)
    expect_version(order, chosen.version)
    if order.state is not state:
        raise RuleBroken(_("Somebody on the list was asked for already. Choose again."), "chosen")
    return order
