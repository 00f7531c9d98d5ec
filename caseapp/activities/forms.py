"""The forms of a note."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from babel.dates import format_date
from flask import request

from caseapp.activities.rules import (
    MINUTES_MAX,
    MODE_NAMES,
    MOVEMENT_NAMES,
    OUTCOME_NAMES,
    SAFETY_NAMES,
    USUAL_MINUTES,
    ActivityDraft,
    Mode,
    Movement,
    Outcome,
    Safety,
    check_not_long_ago,
    minutes_kept,
    usual_hour,
)
from caseapp.clock import local, now, today
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l, language
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Several, Text, ValidationError, Whole, choices_of
from caseapp.web.filters import day
from caseapp.web.forms import NOT_BODY, BaseForm, EditForm, NewRecordForm

NOTE_MAX = 10_000
WORDS_MAX = 2_000
STEP_MAX = 300
MOVEMENT = "movement-"
TEXTS = ("note", "client_words", "next_step")
WORDS = ("outcome", "mode", "safety")


class _NoteFields(BaseForm):
    outcome = Chips(_l("What became of the meeting"), choices_of(OUTCOME_NAMES), default=Outcome.HELD.value)
    held_on = Day(_l("Day"), required=True)
    starts_at = Hour(_l("Hour"), required=True)
    mode = Choice(_l("How you met"), choices_of(MODE_NAMES), default=Mode.IN_PERSON.value)
    minutes = Chips(_l("Minutes"), [(str(number), str(number)) for number in USUAL_MINUTES], required=False)
    other_minutes = Whole(_l("Another length, in minutes"), 1, MINUTES_MAX)
    goals = Several(_l("What did you work on?"), choices=[])
    note = Text(_l("What happened?"), longest=NOTE_MAX)
    client_words = Text(_l("In the client's own words"), longest=WORDS_MAX)
    next_step = Line(_l("The next step"), longest=STEP_MAX)
    next_day = Chips(_l("When"), choices=[], required=False, default="")
    next_step_on = Day(_l("On another day"))
    safety = Chips(_l("Worried about safety?"), choices_of(SAFETY_NAMES), default=Safety.NONE.value)

    def validate_held_on(self, field):
        try:
            if field.data:
                check_not_long_ago(field.data, today())
        except RuleBroken as fault:
            raise ValidationError(str(fault)) from None

    def draft(self):
        """What the form says, in the words of the work."""
        outcome = Outcome(self.outcome.data)
        chosen = self.other_minutes.data or int(self.minutes.data or 0)
        next_day = date.fromisoformat(self.next_day.data) if self.next_day.data else None
        return ActivityDraft(
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            minutes=minutes_kept(outcome, chosen),
            mode=Mode(self.mode.data),
            outcome=outcome,
            safety=Safety(self.safety.data),
            note=self.note.data or "",
            client_words=self.client_words.data or "",
            next_step=self.next_step.data or "",
            next_step_on=self.next_step_on.data or next_day,
            goals={UUID(goal): self.moved(goal) for goal in self.goals.data or ()},
        )

    def movements(self):
        """Each goal's choice and the staircase that belongs to it."""
        return [(choice, self[MOVEMENT + choice.data]) for choice in self.goals]

    def moved(self, goal):
        """How the goal moved; nothing where nobody said."""
        said = self[MOVEMENT + goal].data
        return Movement(said) if said else None

    def body(self):
        """What was sent, whichever goals the page offered: a late replay of the same note stays the same note."""
        names = sorted(set(request.form) - NOT_BODY - {"more"})
        return json.dumps([(name, request.form.getlist(name)) for name in names], ensure_ascii=False).encode()


class NoteForm(_NoteFields, NewRecordForm):
    """A new note."""


class NoteEditForm(_NoteFields, EditForm):
    """A note that is mended."""


class ErrorForm(EditForm):
    """Why a note should not be there."""

    reason = Line(_l("What is wrong with this note?"), required=True)


def note_form(
    kind: type[NoteForm] | type[NoteEditForm],
    goals: Sequence[tuple[UUID, str]],
    called: str = "",
    start: Mapping[str, object] | None = None,
):
    """A form of that kind which offers these goals, with a staircase for each; `start` is what it says beforehand."""
    steps = {
        f"{MOVEMENT}{goal}": Chips(
            _("%(goal)s: how did it move?", goal=title), choices_of(MOVEMENT_NAMES), required=False
        )
        for goal, title in goals
    }
    form = type(kind.__name__, (kind,), steps)(**({} if request.method == "POST" else start or {}))
    if called:
        form.client_words.label.text = _("In %(name)s's words", name=called)
    form.goals.choices = [(str(goal), title) for goal, title in goals]
    form.next_day.choices = _next_days(form.next_day.data)
    return form


def sent_goals():
    """The goals that a late note names, by their ids alone."""
    found = []
    for text in request.form.getlist("goals"):
        try:
            found.append((UUID(text), ""))
        except ValueError:
            continue
    return found


def start_new(minutes: int, mode: Mode) -> dict[str, object]:
    """What a new note says beforehand: today, the meeting that has just ended, its usual length and way."""
    hour = usual_hour(local(now()), minutes)
    return {"held_on": today(), "starts_at": hour, "mode": mode.value, **_start_minutes(minutes)}


def start_mending(draft: ActivityDraft, version: int) -> dict[str, object]:
    """The note as it stands, with the version that is read."""
    return {
        "version": version,
        **{name: getattr(draft, name) for name in ("held_on", "starts_at", "next_step_on", *TEXTS)},
        **{name: getattr(draft, name).value for name in WORDS},
        **_start_minutes(draft.minutes),
        "next_day": "",
        "goals": [str(goal) for goal in draft.goals],
        **{f"{MOVEMENT}{goal}": moved.value for goal, moved in draft.goals.items() if moved},
    }


def _start_minutes(minutes: int) -> dict[str, object]:
    usual = minutes in USUAL_MINUTES
    return {"minutes": str(minutes) if usual else None, "other_minutes": None if usual else minutes or None}


def _next_days(sent: str | None) -> list[tuple[str, str]]:
    days = [today() + timedelta(days=number) for number in (1, 2, 7)]
    names = [_("Tomorrow"), _weekday(days[1]), _("In a week, %(weekday)s", weekday=_weekday(days[2]))]
    choices = [(on.isoformat(), name) for on, name in zip(days, names, strict=True)]
    if sent and sent not in dict(choices):
        with suppress(ValueError):  # the page may have been drawn yesterday
            chosen = date.fromisoformat(sent)
            choices.append((chosen.isoformat(), f"{_weekday(chosen)}, {day(chosen)}"))
    return [*choices, ("", _("No day yet"))]


def _weekday(on: date) -> str:
    return str(format_date(on, "EEEE", language()))
