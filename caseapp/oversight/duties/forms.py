"""The forms of the calendar."""

from caseapp.i18n import _l
from caseapp.oversight.duties.rules import LINE_MAX, REASON_MAX, DoneDraft
from caseapp.web.fields import Day, Line
from caseapp.web.forms import BaseForm, NewRecordForm


class DoneForm(NewRecordForm):
    """That a duty was done."""

    done_on = Day(_l("Day"), required=True)
    by_whom = Line(_l("By whom"), required=True, longest=LINE_MAX)
    reference = Line(_l("Where it can be read"), longest=LINE_MAX)

    def draft(self) -> DoneDraft:
        """What was typed."""
        return DoneDraft(self.done_on.data, self.by_whom.data, self.reference.data)


class EndEntryForm(BaseForm):
    """Why an entry no longer counts."""

    reason = Line(_l("Why it no longer counts"), required=True, longest=REASON_MAX)
