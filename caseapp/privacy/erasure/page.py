"""What the page of one order shows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import current_app

from caseapp.access import Viewer
from caseapp.clock import today
from caseapp.privacy.erasure.count_queries import KindCount, count_records
from caseapp.privacy.holds.queries import is_held
from caseapp.privacy.orders.queries import OrderRow, granted_request, open_order_of


@dataclass(frozen=True)
class ErasurePage:
    """What would be erased, what stands in its way, and until when backups still hold it."""

    counts: list[KindCount]
    is_held: bool
    is_granted: bool
    order: OrderRow | None
    backups_until: date

    @property
    def total(self) -> int:
        """All records together."""
        return sum(count.number for count in self.counts)


def erasure_page(viewer: Viewer, client_id: UUID) -> ErasurePage:
    """The page of one client's erasure, for either of the two people."""
    return ErasurePage(
        counts=count_records(viewer, client_id),
        is_held=is_held(viewer, client_id),
        is_granted=granted_request(viewer, client_id),
        order=open_order_of(viewer, client_id),
        backups_until=current_app.extensions["last_backup_day"](today()),
    )
