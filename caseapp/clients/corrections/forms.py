"""The form for striking out a record."""

from caseapp.clients.corrections.rules import REASON_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Text
from caseapp.web.forms import BaseForm


class StrikeOutForm(BaseForm):
    """Why a record was entered in error."""

    reason = Text(_l("What was wrong"), required=True, longest=REASON_MAX)
