"""The forms of a goal's status and of its ladder."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from caseapp.goals.forms import LEVEL_CHOICES, LEVEL_FIELDS, stored_ladder
from caseapp.goals.rules import (
    GOAL_STATUS_NAMES,
    LEVEL_MAX,
    REASON_MAX,
    GoalDraft,
    GoalStatus,
    LadderDraft,
    StatusMove,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Line, Text
from caseapp.web.forms import EditForm


class GoalStatusForm(EditForm):
    """A goal's new status, on which day and why."""

    status = Chips(_l("New status"), choices=[])
    on = Day(_l("Date"), required=True)
    reason = Text(_l("Reason"), required=True, longest=REASON_MAX)

    @classmethod
    def offering(cls, statuses: Iterable[GoalStatus], day: date, version: int) -> Self:
        """The form with the statuses that the goal can have next."""
        form = cls(data={"on": day, "version": version})
        form.status.choices = [(status.value, GOAL_STATUS_NAMES[status]) for status in statuses]
        return form

    def draft(self) -> StatusMove:
        """What was typed."""
        return StatusMove(GoalStatus(self.status.data), self.on.data, self.reason.data)


class LadderForm(EditForm):
    """A new ladder, where the client stands on it, and why."""

    much_more = Line(_l("Much more than expected"), longest=LEVEL_MAX)
    more = Line(_l("More than expected"), longest=LEVEL_MAX)
    expected = Line(_l("As expected"), longest=LEVEL_MAX, required=True)
    less = Line(_l("Less than expected"), longest=LEVEL_MAX)
    much_less = Line(_l("Much less than expected"), longest=LEVEL_MAX)
    baseline = Chips(_l("Starting level"), LEVEL_CHOICES)
    reason = Line(_l("Reason for changing the ladder"), required=True, longest=REASON_MAX)

    @classmethod
    def of(cls, goal: GoalDraft, version: int) -> Self:
        """The form with the present ladder."""
        return cls(data={**stored_ladder(goal), "version": version})

    def draft(self) -> LadderDraft:
        """What was typed."""
        ladder = {level: self[name].data or "" for level, name in LEVEL_FIELDS.items()}
        return LadderDraft(ladder, int(self.baseline.data), self.reason.data)
