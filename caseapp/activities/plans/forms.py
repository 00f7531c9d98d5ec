"""The forms of a planned meeting."""

from wtforms import BooleanField

from caseapp.activities.rules import CANCELLED, MINUTES_MAX, MODE_NAMES, OUTCOME_NAMES, WEEKS_MAX, Mode, Outcome, Plan
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Whole, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

PLACE_MAX = 300


class _PlanFields(BaseForm):
    held_on = Day(_l("Date"), required=True)
    starts_at = Hour(_l("Time"), required=True)
    minutes = Whole(_l("Minutes"), 1, MINUTES_MAX, required=True)
    mode = Choice(_l("How you meet"), choices_of(MODE_NAMES), default=Mode.IN_PERSON.value)
    place = Choice(_l("Where"), choices=[], required=False)
    place_words = Line(_l("Where exactly"), longest=PLACE_MAX)
    discreet = BooleanField(_l("Be discreet: nobody there needs to know why we meet"))

    def offer(self, places):
        """The form with these places to choose from."""
        self.place.choices = [("", _("Not stated")), *places]
        return self

    def plan(self):
        """What was chosen."""
        return Plan(
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            minutes=self.minutes.data,
            mode=Mode(self.mode.data),
            place=self.place.data or "",
            place_words=self.place_words.data or "",
            discreet=self.discreet.data,
        )


class PlanForm(_PlanFields, NewRecordForm):
    """When and how a meeting is to be, and for how many weeks."""

    weeks = Whole(_l("Number of weeks"), 1, WEEKS_MAX, required=True)


class MoveForm(_PlanFields, EditForm):
    """When and how a planned meeting is to be instead."""


class CancelForm(EditForm):
    """Who cancels a planned meeting, and why."""

    outcome = Chips(_l("Cancelled by"), choices_of(OUTCOME_NAMES, CANCELLED), default=Outcome.CLIENT_CANCELLED.value)
    reason = Line(_l("Why"), required=True, longest=PLACE_MAX)

    def said(self):
        """Who cancels, in the words of the work."""
        return Outcome(self.outcome.data)


def start_new_plan(day, minutes):
    """What a new plan says beforehand."""
    return {"held_on": day, "minutes": minutes, "weeks": 1, "mode": Mode.IN_PERSON.value}


def start_plan(plan, version):
    """The planned meeting as it stands, with the version that is read."""
    return {"version": version, **vars(plan), "mode": plan.mode.value}
