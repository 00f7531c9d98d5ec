"""The form of a note for several people."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from wtforms import BooleanField

from caseapp.activities.forms import MeetingFields
from caseapp.activities.rules import MINUTES_AT_FIRST, MINUTES_MAX, USUAL_MINUTES, ActivityDraft, Mode, Outcome
from caseapp.activities.when_rules import usual_hour
from caseapp.clock import local, now, today
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Hour, Line, Several, Text, Whole
from caseapp.web.forms import NewRecordForm

LINE_MAX = 300


class OutingForm(MeetingFields, NewRecordForm):
    """Who was there, when, and what happened; nothing that is about one of them alone."""

    people = Several(_l("Who was there?"), choices=[])
    note = Text(_l("What happened?"), required=True)
    held_on = Day(_l("Date"), required=True)
    starts_at = Hour(_l("Time"), required=True)
    minutes = Chips(_l("Minutes"), [(str(number), str(number)) for number in USUAL_MINUTES], required=False)
    other_minutes = Whole(_l("Other duration, in minutes"), 1, MINUTES_MAX)
    place_words = Line(_l("Where exactly"), longest=LINE_MAX)
    discreet = BooleanField(_l("Be discreet: nobody there needs to know why we meet"))

    @classmethod
    def starting(cls, clients: Sequence[tuple[UUID, str]]) -> Self:
        """The form for an outing that has just ended, with these people to choose from."""
        hour = usual_hour(local(now()), MINUTES_AT_FIRST)
        form = cls(data={"held_on": today(), "starts_at": hour, "minutes": str(MINUTES_AT_FIRST)})
        form.people.choices = [(str(each), name) for each, name in clients]
        return form

    def client_ids(self) -> list[UUID]:
        """Who was there."""
        return [UUID(each) for each in self.people.data or ()]

    def draft(self) -> ActivityDraft:
        """What was typed, the same for each of them."""
        return ActivityDraft(
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            minutes=self.other_minutes.data or int(self.minutes.data or 0),
            mode=Mode.OUTING,
            outcome=Outcome.HELD,
            note=self.note.data or "",
            place_words=self.place_words.data or "",
            discreet=self.discreet.data,
        )
