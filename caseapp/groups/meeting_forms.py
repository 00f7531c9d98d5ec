"""The forms of a group's meetings: its day, what is agreed beforehand, its note, a worry."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from caseapp.followups.rules import SAFETY_NAMES, WORDS_MAX, Safety
from caseapp.groups.rules import WORDS_MAX as LINE_MAX
from caseapp.groups.schedule_rules import PLAN_NAMES, DayChange, DayPlan
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Text, choices_of
from caseapp.web.forms import EditForm, NewRecordForm

NOTE_MAX = 5_000
MEETING = (DayPlan.MEETS, DayPlan.MOVED)
WORRIES = [level for level in Safety if level is not Safety.NONE]


class MeetingForm(NewRecordForm):
    """The day of a meeting whose roll is to be called."""

    held_on = Day(_l("Meeting date"), required=True)


class DayForm(EditForm):
    """What is agreed beforehand about one day."""

    plan = Chips(_l("What happens on this day?"), choices_of(PLAN_NAMES), default=DayPlan.CALLED_OFF.value)
    moved_to = Day(_l("New date"))
    starts_at = Hour(_l("Start time"))
    reason = Line(_l("Why, in a few words"), longest=LINE_MAX)

    def change(self):
        """What the form says, in the words of the work."""
        plan = DayPlan(self.plan.data)
        reason = "" if plan is DayPlan.MEETS else self.reason.data or ""
        moved_to = self.moved_to.data if plan is DayPlan.MOVED else None
        return DayChange(plan, reason, moved_to, self.starts_at.data if plan in MEETING else None)


class NoteForm(EditForm):
    """What a meeting was about."""

    topic = Line(_l("Topic"), longest=LINE_MAX)
    themes = Text(_l("What came up, without names"), longest=NOTE_MAX)
    next = Text(_l("What the group does next"), longest=NOTE_MAX)


class WorryForm(NewRecordForm):
    """A worry about somebody of the group."""

    client = Choice(_l("Who is it about?"), [])
    level = Chips(_l("How urgent is it?"), choices_of(SAFETY_NAMES, WORRIES), default=Safety.WATCH.value)
    words = Text(_l("What you saw or heard"), required=True, longest=WORDS_MAX)

    def offer(self, people: Sequence[tuple[UUID, str]]):
        """Let one of these people be chosen."""
        self.client.choices = [("", ""), *((str(client_id), name) for client_id, name in people)]
        return self


def meeting_form(held_on: date):
    """One tap that opens the roll of that day."""
    return MeetingForm(formdata=None, held_on=held_on)


def stored_day(change: DayChange, version: int) -> dict[str, object]:
    """A day as a form says it."""
    return {**vars(change), "version": version, "plan": change.plan.value}
