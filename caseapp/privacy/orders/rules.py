"""What an order to erase says, and when records have been kept for long enough."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

REASON_MAX = 500


class OrderKind(StrEnum):
    """What becomes of the records."""

    ERASE = "erase"
    ANONYMISE = "anonymise"


class Ground(StrEnum):
    """Why."""

    REQUEST = "request"
    RETENTION = "retention"


class OrderState(StrEnum):
    """How far an order is."""

    PROPOSED = "proposed"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    REMOVED = "removed"
    DONE = "done"
    DROPPED = "dropped"


OPEN = (OrderState.PROPOSED, OrderState.ASKED, OrderState.CONFIRMED)
"""While it is one of these the records are all there."""
CARRIED_OUT = (OrderState.REMOVED, OrderState.DONE)

ORDER_KIND_NAMES = {
    OrderKind.ERASE: _l("Erase everything"),
    OrderKind.ANONYMISE: _l("Anonymise, and keep the figures"),
}
GROUND_NAMES = {
    Ground.REQUEST: _l("A request that was granted"),
    Ground.RETENTION: _l("Kept for long enough"),
}
ORDER_STATE_NAMES = {
    OrderState.PROPOSED: _l("Proposed"),
    OrderState.ASKED: _l("Waits for the second person"),
    OrderState.CONFIRMED: _l("Confirmed, about to be carried out"),
    OrderState.REMOVED: _l("Records removed, free space is cleared at night"),
    OrderState.DONE: _l("Carried out"),
    OrderState.DROPPED: _l("Not carried out"),
}


@dataclass(frozen=True)
class OrderDraft:
    """What is asked for, and why."""

    kind: OrderKind
    reason: str


def check_order(draft: OrderDraft, is_closed: bool) -> None:
    """`RuleBroken` where no reason is given, or figures are to be kept of a file that is still open."""
    if not draft.reason.strip():
        raise RuleBroken(_("Give the reason, in plain words."), "reason")
    check_length(draft.reason, REASON_MAX, "reason")
    if draft.kind is OrderKind.ANONYMISE and not is_closed:
        raise RuleBroken(_("Close the file first: only a closed file can be anonymised."), "kind")


def kept_until(closed_on: date, years: int) -> date:
    """The day from which the records of a file that was closed then are no longer kept. Of a 29 February it is the day
    after the last of February, never one too early."""
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return date(closed_on.year + years, 3, 1)


def closed_by(day: date, years: int) -> date:
    """The last day of closing whose records are no longer kept on `day`: the other way round of `kept_until`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
