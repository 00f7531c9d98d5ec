"""The forms of the list."""

from collections.abc import Iterable
from typing import Self

from caseapp.i18n import _l
from caseapp.privacy.orders.rules import ORDER_KIND_NAMES, REASON_MAX, OrderDraft, OrderKind
from caseapp.privacy.retention.rules import ChosenDraft, read
from caseapp.web.fields import Chips, Several, Text, choices_of
from caseapp.web.forms import BaseForm


class ChosenForm(BaseForm):
    """Who of the list."""

    chosen = Several(_l("People"))

    @classmethod
    def offering(cls, people: Iterable[tuple[str, str]]) -> Self:
        """The form with these orders, by the names of their clients."""
        form = cls()
        form.chosen.choices = list(people)
        return form

    def draft(self) -> ChosenDraft:
        """Who was chosen."""
        return ChosenDraft(tuple(map(read, self.chosen.data or ())))


class AskForListForm(ChosenForm):
    """Who of the list, what becomes of their records, and why."""

    kind = Chips(_l("What becomes of the records"), choices_of(ORDER_KIND_NAMES), default=str(OrderKind.ERASE))
    reason = Text(_l("Reason"), required=True, longest=REASON_MAX)

    def draft(self) -> ChosenDraft:
        """What was chosen."""
        order = OrderDraft(OrderKind(self.kind.data), self.reason.data or "")
        return ChosenDraft(super().draft().chosen, order)


class ConfirmListForm(ChosenForm):
    """Who of those for whom somebody else asked."""
