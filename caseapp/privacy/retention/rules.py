"""What is chosen from the list of records that were kept for long enough."""

from dataclasses import dataclass
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.privacy.orders.rules import OrderDraft


@dataclass(frozen=True)
class ChosenOrder:
    """An order as it was when the list was read."""

    id: UUID
    version: int


@dataclass(frozen=True)
class ChosenDraft:
    """The chosen orders, and for the first of the two people what is asked for."""

    chosen: tuple[ChosenOrder, ...]
    order: OrderDraft | None = None


def written(order_id: UUID, version: int) -> str:
    """An order as a box to tick carries it."""
    return f"{order_id}.{version}"


def read(text: str) -> ChosenOrder:
    """What a ticked box said; only texts that `written` made are chosen from."""
    order_id, _dot, version = text.partition(".")
    return ChosenOrder(UUID(order_id), int(version))


def check_chosen(draft: ChosenDraft) -> None:
    """`RuleBroken` where nobody is chosen."""
    if not draft.chosen:
        raise RuleBroken(_("Choose at least one person."), "chosen")
