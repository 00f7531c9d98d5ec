"""The form of a batch."""

from uuid import UUID

from caseapp.batches.rules import REASON_MAX, SHAPE_NAMES, Shape
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Several, Text, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class BatchForm(NewRecordForm):
    """Which reports, in which shape, and why where it is many."""

    reports = Several(_l("Reports"))
    shape = Chips(_l("Format"), choices_of(SHAPE_NAMES), default=str(Shape.ZIP))
    reason = Text(_l("Purpose"), longest=REASON_MAX)

    @classmethod
    def offering(cls, rows):
        """The form with these reports to choose from."""
        form = cls()
        form.reports.choices = [(str(row.id), row.name) for row in rows]
        return form

    def chosen(self):
        """The ids of what was chosen."""
        return [UUID(text) for text in self.reports.data or ()]


class CancelForm(BaseForm):
    """One tap that makes no more of a batch."""
