"""The forms of a planned meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from wtforms import BooleanField

from caseapp.activities.forms import MeetingFields
from caseapp.activities.rules import (
    CANCELLED,
    MINUTES_MAX,
    MODE_NAMES,
    OUTCOME_NAMES,
    WEEKS_MAX,
    Cancellation,
    Mode,
    Outcome,
    PlanDraft,
    PlanSeries,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Whole, choices_of
from caseapp.web.forms import EditForm, NewRecordForm

PLACE_MAX = 300


class _PlanFields(MeetingFields):
    held_on = Day(_l("Date"), required=True)
    starts_at = Hour(_l("Time"), required=True)
    minutes = Whole(_l("Minutes"), 1, MINUTES_MAX, required=True)
    mode = Choice(_l("How you meet"), choices_of(MODE_NAMES), default=Mode.IN_PERSON.value)
    place = Choice(_l("Where"), choices=[], required=False)
    place_words = Line(_l("Where exactly"), longest=PLACE_MAX)
    discreet = BooleanField(_l("Be discreet: nobody there needs to know why we meet"))

    def offer(self, places: Iterable[tuple[str, str]]) -> Self:
        """The form with these places to choose from."""
        self.place.choices = [("", _("Not stated")), *places]
        return self

    def plan(self) -> PlanDraft:
        """What was typed."""
        return PlanDraft(
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            minutes=self.minutes.data,
            mode=Mode(self.mode.data),
            place=self.place.data or "",
            place_words=self.place_words.data or "",
            discreet=self.discreet.data,
        )


class PlanForm(_PlanFields, NewRecordForm):
    """A new planned meeting, and for how many weeks."""

    weeks = Whole(_l("Number of weeks"), 1, WEEKS_MAX, required=True)

    def draft(self) -> PlanSeries:
        """What was typed."""
        return PlanSeries(self.plan(), self.weeks.data)


class PlanMoveForm(_PlanFields, EditForm):
    """When, how and where to meet instead."""

    def draft(self) -> PlanDraft:
        """What was typed."""
        return self.plan()


class PlanCancelForm(EditForm):
    """Who cancels a planned meeting, and why."""

    outcome = Chips(_l("Cancelled by"), choices_of(OUTCOME_NAMES, CANCELLED), default=Outcome.CLIENT_CANCELLED.value)
    reason = Line(_l("Why"), required=True, longest=PLACE_MAX)

    def draft(self) -> Cancellation:
        """What was typed."""
        return Cancellation(Outcome(self.outcome.data), self.reason.data)


def start_new_plan(day: date, minutes: int) -> dict[str, Any]:
    """What is filled in for a new plan."""
    return {"held_on": day, "minutes": minutes, "weeks": 1, "mode": Mode.IN_PERSON.value}


def start_plan(plan: PlanDraft, version: int) -> dict[str, Any]:
    """The planned meeting as it stands, with its version."""
    return {"version": version, **vars(plan), "mode": plan.mode.value}
