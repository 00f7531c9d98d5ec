"""The form for correcting a final note."""

from caseapp.activities.rules import AmendmentDraft
from caseapp.i18n import _l
from caseapp.web.fields import Line, Text
from caseapp.web.forms import NewRecordForm


class AmendmentForm(NewRecordForm):
    """A correction of a final note, and why."""

    words = Text(_l("Correction"), required=True)
    reason = Line(_l("Reason for the correction"), required=True)

    def draft(self) -> AmendmentDraft:
        """What was typed."""
        return AmendmentDraft(self.words.data, self.reason.data)
