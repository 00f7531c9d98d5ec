"""The forms of the board."""

from caseapp.i18n import _l
from caseapp.supervision.point_rules import REASON_MAX, WORDS_MAX
from caseapp.web.fields import Day, Line, Text
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class TapForm(BaseForm):
    """One tap; only its token is sent."""


class SnoozeForm(NewRecordForm):
    """Until when a row can wait, and why."""

    until_on = Day(_l("Until"), required=True)
    reason = Line(_l("Why it can wait"), required=True, longest=REASON_MAX)


class PointForm(NewRecordForm):
    """Something to talk about in supervision."""

    words = Text(_l("What do you want to talk about?"), required=True, longest=WORDS_MAX)


class OutcomeForm(EditForm):
    """What came of a talk."""

    outcome = Text(_l("What came out of it"), required=True, longest=WORDS_MAX)
