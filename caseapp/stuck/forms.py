"""The forms for a client for whom nothing moves."""

from caseapp.i18n import _l
from caseapp.stuck.rules import (
    OBSTACLE_NAMES,
    OUTCOME_NAMES,
    WAY_NAMES,
    WORDS_MAX,
    NextAct,
    Obstacle,
    StepOutcome,
    StuckDraft,
)
from caseapp.web.fields import Chips, Line, Several, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class StuckForm(NewRecordForm):
    """What is in the way, and the one act that follows."""

    obstacles = Several(_l("What is in the way?"), choices=choices_of(OBSTACLE_NAMES))
    way = Chips(_l("What do we do now?"), choices_of(WAY_NAMES))
    words = Line(_l("In a few words: what exactly?"), longest=WORDS_MAX)

    def draft(self) -> StuckDraft:
        """What was chosen."""
        return StuckDraft(self.chosen(), NextAct(self.way.data), self.words.data)

    def chosen(self) -> tuple[Obstacle, ...]:
        """What is said to be in the way, as far as it is on the list."""
        return tuple(Obstacle(code) for code in self.obstacles.data or () if code in set(Obstacle))


class StuckAnswerForm(BaseForm):
    """Whether the step helped: one button for each answer."""

    outcome = Chips(_l("Did it help?"), choices_of(OUTCOME_NAMES))

    def said(self) -> StepOutcome:
        """The answer."""
        return StepOutcome(self.outcome.data)
