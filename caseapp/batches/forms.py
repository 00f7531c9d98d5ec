"""The form of a batch."""

from typing import Self
from uuid import UUID

from caseapp.batches.rules import BATCH_FORMAT_NAMES, REASON_MAX, BatchDraft, BatchFormat
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Several, Text, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class BatchForm(NewRecordForm):
    """Which reports, in which format, and what many of them are for."""

    reports = Several(_l("Reports"))
    shape = Chips(_l("Format"), choices_of(BATCH_FORMAT_NAMES), default=str(BatchFormat.ZIP))
    reason = Text(_l("Purpose"), longest=REASON_MAX)

    @classmethod
    def offering(cls, reports: list[tuple[UUID, str]]) -> Self:
        """The form with these reports, by the names of their clients, to choose from."""
        form = cls()
        form.reports.choices = [(str(report_id), name) for report_id, name in reports]
        return form

    def draft(self) -> BatchDraft:
        """What was chosen."""
        report_ids = tuple(UUID(text) for text in self.reports.data or ())
        return BatchDraft(report_ids, BatchFormat(self.shape.data), self.reason.data or "")


class CancelBatchForm(BaseForm):
    """One tap that stops a batch."""


class ConfirmBatchForm(BaseForm):
    """One tap of a second person that lets records leave."""


class RefuseBatchForm(BaseForm):
    """One tap of a second person that does not."""
