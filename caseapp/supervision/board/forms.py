"""The forms of the board."""

from caseapp.i18n import _l
from caseapp.supervision.board.rules import REASON_MAX, SnoozeDraft
from caseapp.web.fields import Day, Line
from caseapp.web.forms import NewRecordForm


class SnoozeForm(NewRecordForm):
    """Until when a row can wait, and why."""

    until_on = Day(_l("Until"), required=True)
    reason = Line(_l("Why it can wait"), required=True, longest=REASON_MAX)

    def draft(self) -> SnoozeDraft:
        """The day and the reason."""
        return SnoozeDraft(self.until_on.data, self.reason.data)
