"""The form of the quarterly question."""

from caseapp.i18n import _l
from caseapp.web.fields import Chips
from caseapp.web.forms import BaseForm

RIGHT, WRONG = "right", "wrong"
ANSWER_NAMES = {RIGHT: _l("Still right"), WRONG: _l("No longer right")}


class AccessReviewForm(BaseForm):
    """Whether a person's access is still right."""

    answer = Chips(_l("Is it still right?"), list(ANSWER_NAMES.items()))

    def draft(self) -> bool:
        """Whether it is."""
        return bool(self.answer.data == RIGHT)
