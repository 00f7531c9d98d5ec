"""The form of a note: what is typed, and what is filled in beforehand."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field

from caseapp.activities.forms import MeetingFields
from caseapp.activities.notes.rules import GoalToChoose, check_step, is_wordless
from caseapp.activities.rules import (
    KILOMETRES_MAX,
    MINUTES_MAX,
    MODE_NAMES,
    MOODS,
    MOVEMENT_NAMES,
    NOTED,
    OUTCOME_NAMES,
    USUAL_MINUTES,
    ActivityDraft,
    Mode,
    Movement,
    Outcome,
    TouchDraft,
    minutes_kept,
    read_sum,
)
from caseapp.activities.when_rules import check_not_long_ago
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.followups.rules import SAFETY_NAMES, Safety
from caseapp.i18n import _, _l
from caseapp.web.fields import (
    Chips,
    Choice,
    Day,
    Hour,
    Line,
    Several,
    Text,
    ValidationError,
    Whole,
    choices_of,
    read_typed_day,
)
from caseapp.web.filters import day, short_day, weekday
from caseapp.web.forms import NOT_BODY, Done, EditForm, NewRecordForm

NEXT_STEP_MAX = 300
MOVEMENT = "movement-"
MOVED = "moved-"
LINE_MAX = 300
AMOUNT_MAX = 8
MORE_TEXTS = ("place_words", "others_present", "went_well", "feedback", "safety_action", "remark")
TEXTS = ("note", "client_words", "next_step", *MORE_TEXTS)
WORDS = ("outcome", "mode", "safety")
KEPT_IN_MIND = ("held_on", "next_step")  # what is compared with what stood there before


F = TypeVar("F", bound="_NoteFields")
R = TypeVar("R")


class NoteLists(NamedTuple):
    """The choices of a note: the organisation's own lists."""

    kinds: list[tuple[str, str]]
    places: list[tuple[str, str]]


class _NoteFields(MeetingFields):
    asks_words = False
    outcome = Chips(_l("Outcome of the meeting"), choices_of(OUTCOME_NAMES, NOTED), default=Outcome.HELD.value)
    held_on = Day(_l("Date"), required=True)
    starts_at = Hour(_l("Time"), required=True)
    mode = Chips(_l("How you met"), choices_of(MODE_NAMES), default=Mode.IN_PERSON.value)
    minutes = Chips(_l("Minutes"), [(str(number), str(number)) for number in USUAL_MINUTES], required=False)
    other_minutes = Whole(_l("Other duration, in minutes"), 1, MINUTES_MAX)
    goals = Several(_l("What did you work on?"), choices=[])
    note = Text(_l("What happened?"))
    client_words = Text(_l("In the client's own words"))
    next_step = Line(_l("Next step"), longest=NEXT_STEP_MAX)
    next_day = Chips(_l("When"), choices=[], required=False, default="")
    next_step_on = Day(_l("Other date"))
    safety = Chips(_l("Any safety concern?"), choices_of(SAFETY_NAMES), default=Safety.NONE.value)
    safety_action = Line(_l("What was done about it"), longest=LINE_MAX)
    kinds = Several(_l("What did you do?"), choices=[])
    place = Choice(_l("Where"), choices=[], required=False)
    place_words = Line(_l("Where exactly"), longest=LINE_MAX)
    discreet = BooleanField(_l("Be discreet: nobody there needs to know why we meet"))
    others_present = Line(_l("Who else was there"), longest=LINE_MAX)
    mood = Chips(_l("Mood, in the client's view"), choices=[], required=False)
    went_well = Line(_l("What went well"), longest=LINE_MAX)
    feedback = Line(_l("What the client thought of the meeting"), longest=LINE_MAX)
    remark = Text(_l("For the supervisor only"))
    expenses = Line(_l("Expenses, in shekels"), longest=AMOUNT_MAX)
    kilometres = Whole(_l("Kilometres"), 0, KILOMETRES_MAX)
    with_client = BooleanField(_l("We wrote this together"))

    def validate_held_on(self, field: Day) -> None:
        try:
            if field.data and field.data != field.object_data:  # an older one may have been imported
                check_not_long_ago(field.data, today())
        except RuleBroken as fault:
            raise ValidationError(str(fault)) from None

    def carry_out_once(
        self, action: Callable[[], R], *, conflict: Callable[[], ResponseReturnValue] | None = None
    ) -> Done[R] | None:
        """As before; a meeting without a word about it is asked about once."""
        if self.is_submitted() and request.form.get("wordless") != "1" and self.is_wordless() and self.validate():
            self.asks_words = True
            return None
        return super().carry_out_once(action, conflict=conflict)

    def offer_next_days(self, meeting_on: date | None = None) -> None:
        """Let the next step be for one of these days, or that of the next planned meeting."""
        self.next_day.choices = _next_days(self.next_day.data, meeting_on)

    def is_wordless(self) -> bool:
        """Whether people met, and nothing was written about it."""
        typed = (field.data for field in self if isinstance(field, (Line, Text)))
        return self.outcome.data in list(Outcome) and is_wordless(Outcome(self.outcome.data), typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that the next step and its day come together; a step that stood there without one may."""
        if not super().validate(extra_validators):
            return False
        try:
            if self.next_step.data != (self.next_step.object_data or ""):
                check_step(self.next_step.data or "", self.next_step_on.data or self.next_day.data or None)
            elif not self.next_step.data:
                check_step("", self.next_step_on.data or self.next_day.data or None)
        except RuleBroken as fault:
            self.refuse(fault)
        return not self.errors

    def validate_expenses(self, field: Line) -> None:
        try:
            if field.data:
                read_sum(field.data)
        except RuleBroken as fault:
            raise ValidationError(str(fault)) from None

    def draft(self) -> ActivityDraft:
        """What was typed."""
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
            goals={UUID(each.data): self.touched(each.data) for each in self.goals if self.is_touched(each.data)},
            **self.more(),
        )

    def more(self) -> dict[str, Any]:
        """What was typed in the folded part."""
        return {
            **{name: self[name].data or "" for name in MORE_TEXTS},
            "kinds": tuple(self.kinds.data or ()),
            "place": self.place.data or "",
            "mood": int(self.mood.data) if self.mood.data else None,
            "expenses": read_sum(self.expenses.data) if self.expenses.data else None,
            "kilometres": self.kilometres.data,
            "with_client": self.with_client.data,
            "discreet": self.discreet.data,
        }

    def says_more(self, was_planned: bool = False) -> bool:
        """Whether any field of the folded part is filled in or refused; what a plan says of it needs no second look."""
        named = ("kinds", "place", "discreet", "mood", "expenses", "kilometres", "with_client", *MORE_TEXTS)
        fields = [self[name] for name in named]
        said = [field for field in fields if field.data and not (was_planned and field.data == field.object_data)]
        return bool(said) or any(field.errors for field in fields)

    def said(self, name: str) -> str:
        """The chosen one of a field's choices, in words."""
        field = self[name]
        return next((str(each.label.text) for each in field if each.data == field.data), "")

    def said_when(self) -> str:
        """The day and the hour of the meeting, in words."""
        on, hour = self.held_on.data, self.starts_at.data
        words = [_("Today") if on == today() else short_day(on)] if on else []
        return " ".join([*words, *([hour.isoformat("minutes")] if hour else [])])

    def said_minutes(self) -> str:
        """How long the meeting took, in words."""
        return _("%(num)s min", num=self.other_minutes.data or self.minutes.data or 0)

    def movements(self) -> list[tuple[Any, Field, Field]]:
        """For each goal: its checkbox, how it moved, and what changed."""
        return [(choice, self[MOVEMENT + choice.data], self[MOVED + choice.data]) for choice in self.goals]

    def is_touched(self, goal: str) -> bool:
        """Whether the note is about the goal: it is named, or it is said how it moved, and not that it did not come
        up."""
        movement = self[MOVEMENT + goal]
        return bool(movement.data) or (goal in (self.goals.data or ()) and not movement.raw_data)

    def touched(self, goal: str) -> TouchDraft:
        """How the goal moved, and what changed, if anybody said."""
        movement = self[MOVEMENT + goal].data
        return TouchDraft(Movement(movement) if movement else None, self[MOVED + goal].data or "")

    def body(self) -> bytes:
        """What was sent, whichever goals the page offered, so that the same note sent again later stays the same."""
        names = sorted(set(request.form) - NOT_BODY - {"back", "more", "wordless"})
        return json.dumps([(name, request.form.getlist(name)) for name in names], ensure_ascii=False).encode()


class NoteForm(_NoteFields, NewRecordForm):
    """A new note."""


class NoteEditForm(_NoteFields, EditForm):
    """A note that is edited."""


def note_form(
    kind: type[F],
    goals: Sequence[GoalToChoose],
    lists: NoteLists,
    called: str = "",
    start: Mapping[str, Any] | None = None,
    outcomes: Mapping[Outcome, Any] = OUTCOME_NAMES,
) -> F:
    """A form of that kind with two fields for each of these goals, and with these lists to choose from; `start` is
    what is filled in."""
    movements = {}
    for goal, title, _called in goals:
        question = _("%(goal)s: what changed?", goal=title)
        steps = [*choices_of(MOVEMENT_NAMES), ("", _("Not this time"))]
        movements[f"{MOVEMENT}{goal}"] = Chips(question, steps, required=False)
        movements[f"{MOVED}{goal}"] = Line(_("What changed, in a line"), longest=LINE_MAX)
    shown = start or {}
    known = shown if request.method != "POST" else {name: shown[name] for name in KEPT_IN_MIND if name in shown}
    form: F = type(kind.__name__, (kind,), movements)(**known)
    if called:
        form.client_words.label.text = _("In %(name)s's words", name=called)
    form.outcome.choices = choices_of(dict(outcomes), NOTED)
    form.goals.choices = [(str(goal), called) for goal, _title, called in goals]
    if request.method == "POST":
        form.offer_next_days()  # the page that shows it knows the next meeting too
    form.mood.choices = [("", _("Not asked")), *((str(mood), str(mood)) for mood in MOODS)]
    form.kinds.choices = lists.kinds
    form.place.choices = [("", _("Not stated")), *lists.places]
    return form


def sent_day() -> date | None:
    """The day of the note that is sent."""
    with suppress(RuleBroken):
        return read_typed_day(request.form.get("held_on", ""))
    return None


def sent_goals() -> list[GoalToChoose]:
    """The goals that a late note names, by their ids alone."""
    moved = [name.removeprefix(MOVEMENT) for name in request.form if name.startswith(MOVEMENT)]
    found = {}
    for text in (*request.form.getlist("goals"), *moved):
        with suppress(ValueError):
            found[UUID(text)] = GoalToChoose(UUID(text), "", "")
    return list(found.values())


def _next_days(sent: str | None, meeting_on: date | None) -> list[tuple[str, str]]:
    days = [today() + timedelta(days=number) for number in (1, 2, 7)]
    names = [_("Tomorrow"), weekday(days[1]), _("In a week, %(weekday)s", weekday=weekday(days[2]))]
    named = dict(zip(days, names, strict=True))
    if meeting_on:
        named[meeting_on] = _("Next meeting, %(day)s", day=f"{weekday(meeting_on)} {day(meeting_on)}")
    choices = [(on.isoformat(), named[on]) for on in sorted(named)]
    if sent and sent not in dict(choices):
        with suppress(ValueError):  # the page may have been drawn yesterday
            chosen = date.fromisoformat(sent)
            choices.append((chosen.isoformat(), f"{weekday(chosen)}, {day(chosen)}"))
    return [*choices, ("", _("No day"))]
