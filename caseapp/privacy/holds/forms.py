"""The forms of holds."""

from caseapp.i18n import _l
from caseapp.privacy.holds.rules import REASON_MAX
from caseapp.web.fields import Text
from caseapp.web.forms import EditForm, NewRecordForm


class HoldForm(NewRecordForm):
    """Why nothing may be erased."""

    reason = Text(_l("Why these records must be kept"), required=True, longest=REASON_MAX)


class LiftHoldForm(EditForm):
    """Why that is over."""

    reason = Text(_l("Why the hold ends"), required=True, longest=REASON_MAX)
