"""The forms of erasures."""

from caseapp.i18n import _l
from caseapp.privacy.orders.rules import ORDER_KIND_NAMES, REASON_MAX, OrderDraft, OrderKind
from caseapp.web.fields import Chips, Text, choices_of
from caseapp.web.forms import EditForm, NewRecordForm


class ErasureForm(NewRecordForm):
    """What becomes of the records, and why."""

    kind = Chips(_l("What becomes of the records"), choices_of(ORDER_KIND_NAMES), default=str(OrderKind.ERASE))
    reason = Text(_l("Reason"), required=True, longest=REASON_MAX)

    def draft(self) -> OrderDraft:
        """What was chosen."""
        return OrderDraft(OrderKind(self.kind.data), self.reason.data or "")


class ConfirmOrderForm(EditForm):
    """One tap of the second person."""


class DropOrderForm(EditForm):
    """One tap that lets an order go."""
