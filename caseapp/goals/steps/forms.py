"""The forms of the steps towards a goal."""

from caseapp.goals.rules import OWNER_NAMES, REASON_MAX, Owner
from caseapp.goals.steps.rules import STEP_MAX, StepDraft
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Line, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class StepForm(NewRecordForm):
    """A step towards a goal."""

    words = Line(_l("Step"), required=True, longest=STEP_MAX)
    owner = Chips(_l("Who does it"), choices_of(OWNER_NAMES), default=Owner.CLIENT.value)
    due_on = Day(_l("Until"))

    def draft(self) -> StepDraft:
        """What was typed."""
        return StepDraft(self.words.data, Owner(self.owner.data), self.due_on.data)


class StepTickForm(BaseForm):
    """A button of its own; only the token is sent."""


class StepDropForm(BaseForm):
    """Why a step is dropped."""

    reason = Line(_l("Reason"), required=True, longest=REASON_MAX)
