"""The rules of the steps towards a goal."""

from dataclasses import dataclass
from datetime import date

from caseapp.errors import RuleBroken
from caseapp.goals.rules import Owner
from caseapp.i18n import _
from caseapp.i18n.length_rules import check_length

STEP_MAX = 300


@dataclass(frozen=True)
class StepDraft:
    """A step towards a goal: what is to be done, by whom and until when."""

    words: str
    owner: Owner
    due_on: date | None


def check_step(step: StepDraft, today: date) -> None:
    """`RuleBroken` if a step is empty, too long, or years away."""
    if not step.words.strip():
        raise RuleBroken(_("Say what the step is."), "words")
    check_length(step.words, STEP_MAX, "words")
    if step.due_on and abs((step.due_on - today).days) > 2 * 366:
        raise RuleBroken(_("This date is more than two years away. Check the year."), "due_on")
