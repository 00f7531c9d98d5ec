"""The forms of supervision points."""

from caseapp.i18n import _l
from caseapp.supervision.points.rules import WORDS_MAX
from caseapp.web.fields import Text
from caseapp.web.forms import EditForm, NewRecordForm


class PointForm(NewRecordForm):
    """Something to discuss in supervision."""

    words = Text(_l("What do you want to talk about?"), required=True, longest=WORDS_MAX)


class OutcomeForm(EditForm):
    """What came out of the discussion."""

    outcome = Text(_l("What came out of it"), required=True, longest=WORDS_MAX)
