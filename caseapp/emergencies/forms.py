"""The forms of emergency access."""

from caseapp.emergencies.rules import NAMES_MAX, REASON_MAX, REVIEW_MAX, EmergencyDraft
from caseapp.i18n import _l
from caseapp.web.fields import Day, Line, Text
from caseapp.web.forms import BaseForm, NewRecordForm


class EmergencyAccessForm(NewRecordForm):
    """Whose file, and why."""

    names = Line(_l("Given name and family name"), required=True, longest=NAMES_MAX)
    birth_on = Day(_l("Date of birth"))
    reason = Text(_l("What has happened?"), required=True, longest=REASON_MAX)

    def draft(self) -> EmergencyDraft:
        """What was typed."""
        return EmergencyDraft(self.names.data, self.birth_on.data, self.reason.data)


class EmergencyReviewForm(BaseForm):
    """What whoever is in charge says of it."""

    words = Text(_l("Was it right, and what follows?"), required=True, longest=REVIEW_MAX)
