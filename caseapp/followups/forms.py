"""The forms of follow-ups and concerns."""

from caseapp.followups.rules import CLOSING_MAX, WORDS_MAX, FollowUpDraft
from caseapp.i18n import _l
from caseapp.web.fields import Day, Line, Text
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class FollowUpForm(NewRecordForm):
    """What is to be done, and by when."""

    words = Line(_l("What needs to be done"), required=True, longest=WORDS_MAX)
    due_on = Day(_l("Due by"))

    def draft(self) -> FollowUpDraft:
        """What was typed."""
        return FollowUpDraft(self.words.data, self.due_on.data)


class FollowUpTickForm(BaseForm):
    """A button of its own: done, back on the list, seen. Only the token is sent."""


class FollowUpDropForm(EditForm):
    """Why it will not be done."""

    reason = Line(_l("Reason for dropping it"), required=True, longest=CLOSING_MAX)


class ConcernClosingForm(EditForm):
    """How a concern ended."""

    words = Text(_l("What was found, and what was done"), required=True, longest=CLOSING_MAX)
