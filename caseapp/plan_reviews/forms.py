"""The form of a plan review."""

from caseapp.i18n import _l
from caseapp.plan_reviews.rules import WORDS_MAX, PlanReviewDraft
from caseapp.web.fields import Day, Text
from caseapp.web.forms import NewRecordForm


class PlanReviewForm(NewRecordForm):
    """What was decided, the client's own words, and the day of the next review."""

    client_words = Text(_l("In the client's own words"), longest=WORDS_MAX)
    words = Text(_l("What was decided"), required=True, longest=WORDS_MAX)
    next_on = Day(_l("Next review on"), required=True)

    def draft(self) -> PlanReviewDraft:
        """What was typed."""
        return PlanReviewDraft(self.words.data, self.next_on.data, self.client_words.data)
