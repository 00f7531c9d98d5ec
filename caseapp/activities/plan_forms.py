"""The form of a planned meeting."""

from caseapp.activities.rules import MINUTES_MAX, MODE_NAMES, WEEKS_MAX, Mode, Plan
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day, Hour, Whole, choices_of
from caseapp.web.forms import NewRecordForm


class PlanForm(NewRecordForm):
    """When and how a meeting is to be, and for how many weeks."""

    held_on = Day(_l("Day"), required=True)
    starts_at = Hour(_l("Hour"), required=True)
    minutes = Whole(_l("Minutes"), 1, MINUTES_MAX, required=True)
    mode = Choice(_l("How you meet"), choices_of(MODE_NAMES), default=Mode.IN_PERSON.value)
    place = Choice(_l("Where"), choices=[], required=False)
    weeks = Whole(_l("For how many weeks"), 1, WEEKS_MAX, required=True)

    @classmethod
    def offering(cls, places, day, minutes):
        """The form with these places, for that day and length."""
        form = cls(data={"held_on": day, "minutes": minutes, "weeks": 1, "mode": Mode.IN_PERSON.value})
        form.place.choices = [("", _("Not said")), *places]
        return form

    def plan(self):
        """What was chosen."""
        return Plan(
            self.held_on.data, self.starts_at.data, self.minutes.data, Mode(self.mode.data), self.place.data or ""
        )
