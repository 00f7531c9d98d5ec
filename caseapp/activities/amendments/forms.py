"""The form in which a final note is put right."""

from caseapp.activities.forms import NOTE_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Line, Text
from caseapp.web.forms import NewRecordForm


class AmendmentForm(NewRecordForm):
    """What is put right beside a final note, and why."""

    words = Text(_l("Correction"), required=True, longest=NOTE_MAX)
    reason = Line(_l("Reason for the correction"), required=True)
