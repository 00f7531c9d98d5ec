"""The forms of follow-ups and concerns."""

from caseapp.followups.rules import CLOSING_MAX, WORDS_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Day, Line, Text
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class FollowUpForm(NewRecordForm):
    """What is to be done next, and until when."""

    words = Line(_l("What needs to be done"), required=True, longest=WORDS_MAX)
    due_on = Day(_l("Due by"))

    def said(self):
        """What is to be done, and until when."""
        return self.words.data, self.due_on.data


class TickForm(BaseForm):
    """One tap: done, open again, seen. Only its token is sent."""


class DropForm(EditForm):
    """Why it will not be done."""

    reason = Line(_l("Reason for dropping it"), required=True, longest=CLOSING_MAX)


class ClosingForm(EditForm):
    """How a concern ended."""

    words = Text(_l("What was found, and what was done"), required=True, longest=CLOSING_MAX)
