"""The form of one day of a group."""

from caseapp.groups.rules import WORDS_MAX as LINE_MAX
from caseapp.groups.schedule.rules import PLAN_NAMES, DayChange, DayPlan
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Hour, Line, choices_of
from caseapp.web.forms import EditForm

MEETING = (DayPlan.MEETS, DayPlan.MOVED)


class DayForm(EditForm):
    """What is agreed beforehand about one day."""

    plan = Chips(_l("What happens on this day?"), choices_of(PLAN_NAMES), default=DayPlan.CALLED_OFF.value)
    moved_to = Day(_l("New date"))
    starts_at = Hour(_l("Start time"))
    reason = Line(_l("Why, in a few words"), longest=LINE_MAX)

    def draft(self) -> DayChange:
        """What the form says."""
        plan = DayPlan(self.plan.data)
        reason = "" if plan is DayPlan.MEETS else self.reason.data or ""
        moved_to = self.moved_to.data if plan is DayPlan.MOVED else None
        return DayChange(plan, reason, moved_to, self.starts_at.data if plan in MEETING else None)


def stored_day(change: DayChange, version: int) -> dict[str, object]:
    """A day as a form says it."""
    return {**vars(change), "version": version, "plan": change.plan.value}
