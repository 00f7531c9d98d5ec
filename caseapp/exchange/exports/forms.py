"""The form of an export."""

from caseapp.batches.rules import REASON_MAX, BatchFormat
from caseapp.exchange.exports.rules import TABLE_FORMAT_NAMES, ExportDraft
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Text, choices_of
from caseapp.web.forms import BaseForm


class ExportForm(BaseForm):
    """In which format, and what for."""

    shape = Chips(_l("Format"), choices_of(TABLE_FORMAT_NAMES), default=str(BatchFormat.XLSX))
    reason = Text(_l("Purpose"), required=True, longest=REASON_MAX)

    def draft(self) -> ExportDraft:
        """What was chosen."""
        return ExportDraft(BatchFormat(self.shape.data), self.reason.data or "")
