"""The forms of a goal's status and of its ladder."""

from caseapp.goals.forms import LEVEL_CHOICES, STEP_FIELDS
from caseapp.goals.rules import (
    GOAL_STATUS_NAMES,
    REASON_MAX,
    STEP_MAX,
    GoalStatus,
    LadderDraft,
    StatusMove,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Line, Text
from caseapp.web.forms import EditForm


class MoveForm(EditForm):
    """Where a goal goes, on which day and why."""

    status = Chips(_l("New status"), choices=[])
    on = Day(_l("Date"), required=True)
    reason = Text(_l("Reason"), required=True, longest=REASON_MAX)

    @classmethod
    def offering(cls, goal, statuses, day):
        """The form with the places to which this goal can go."""
        form = cls(data={"on": day, "version": goal.version})
        form.status.choices = [(status.value, GOAL_STATUS_NAMES[status]) for status in statuses]
        return form

    def draft(self):
        """Where it goes, when and why."""
        return StatusMove(GoalStatus(self.status.data), self.on.data, self.reason.data)


class LadderForm(EditForm):
    """Another ladder, where the client stands on it, and why."""

    much_more = Line(_l("Much more than expected"), longest=STEP_MAX)
    more = Line(_l("More than expected"), longest=STEP_MAX)
    expected = Line(_l("As expected"), longest=STEP_MAX, required=True)
    less = Line(_l("Less than expected"), longest=STEP_MAX)
    much_less = Line(_l("Much less than expected"), longest=STEP_MAX)
    baseline = Chips(_l("Starting level"), LEVEL_CHOICES)
    reason = Line(_l("Reason for changing the ladder"), required=True, longest=REASON_MAX)

    @classmethod
    def of(cls, goal):
        """The form with the ladder as it stands."""
        return cls(data={**stored_ladder(goal), "version": goal.version})

    def draft(self):
        """The five levels, the one to start from, and why."""
        ladder = {level: self[name].data or "" for level, name in STEP_FIELDS.items()}
        return LadderDraft(ladder, int(self.baseline.data), self.reason.data)


def stored_ladder(goal):
    """The ladder that holds now, in the form's words."""
    return {**{name: goal.ladder[level] for level, name in STEP_FIELDS.items()}, "baseline": str(goal.baseline)}
