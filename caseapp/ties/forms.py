"""The forms of ties."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from wtforms import HiddenField

from caseapp.i18n import _l
from caseapp.ties.rules import (
    DETAIL_MAX,
    GOES_ALONG_NAMES,
    NAME_MAX,
    STILL_THERE_NAMES,
    TIE_KIND_NAMES,
    WEEKS,
    WORDS_MAX,
    GoesAlong,
    StillThere,
    TieDraft,
    TieKind,
    TieStepDraft,
    TieStepKind,
)
from caseapp.web.fields import Chips, Day, Line, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

VISIT_NAMES = {TieStepKind.TOGETHER: _l("Together"), TieStepKind.ALONE: _l("Alone")}


class TieFields(BaseForm):
    """What a tie is called."""

    name = Line(_l("Who or what"), required=True, longest=NAME_MAX)
    kind = Chips(_l("Kind"), choices_of(TIE_KIND_NAMES), default=TieKind.PERSON.value)
    detail = Line(_l("When and where"), longest=DETAIL_MAX)

    def draft(self) -> TieDraft:
        """What was typed."""
        return TieDraft(self.name.data, TieKind(self.kind.data), self.detail.data or "")


class NewTieForm(TieFields, NewRecordForm):
    """A new tie."""

    thought_on = Day(_l("Thought of on"), required=True)

    def draft_from(self, **sources: UUID | None) -> TieDraft:
        """What was typed, with what it came out of."""
        draft = super().draft()
        return TieDraft(draft.name, draft.kind, draft.detail, self.thought_on.data, **sources)


class TieForm(TieFields, EditForm):
    """A tie that is followed."""

    @classmethod
    def of(cls, draft: TieDraft, version: int) -> Self:
        """The form with what is stored."""
        return cls(data={**stored_tie(draft), "version": version})


class VisitPlanForm(NewRecordForm):
    """How the first visit, or the next one, will go."""

    visit_on = Day(_l("Day of the visit"))
    along = Chips(_l("Who goes along"), choices_of(GOES_ALONG_NAMES), default=GoesAlong.MENTOR.value)
    way = Text(_l("How to get there"), longest=WORDS_MAX)
    say = Text(_l("What to say about oneself"), longest=WORDS_MAX)
    on = Day(_l("Planned on"), required=True)

    def draft(self) -> TieStepDraft:
        """What was typed."""
        return TieStepDraft(
            kind=TieStepKind.PLANNED,
            on=self.on.data,
            visit_on=self.visit_on.data,
            along=GoesAlong(self.along.data),
            way=self.way.data or "",
            say=self.say.data or "",
        )


class VisitForm(NewRecordForm):
    """That the client went, together or alone."""

    how = Chips(_l("How"), choices_of(VISIT_NAMES), default=TieStepKind.TOGETHER.value)
    on = Day(_l("Date"), required=True)
    words = Text(_l("How it went"), longest=WORDS_MAX)

    def draft(self) -> TieStepDraft:
        """What was typed."""
        return TieStepDraft(TieStepKind(self.how.data), self.on.data, words=self.words.data or "")


class TieEndForm(NewRecordForm):
    """That a tie has ended, and what was learnt."""

    on = Day(_l("Ended on"), required=True)
    words = Text(_l("What was learnt"), longest=WORDS_MAX)

    def draft(self) -> TieStepDraft:
        """What was typed."""
        return TieStepDraft(TieStepKind.ENDED, self.on.data, words=self.words.data or "")


class TieReturnForm(NewRecordForm):
    """That a tie comes back."""

    on = Day(_l("Back on"), required=True)

    def draft(self) -> TieStepDraft:
        """What was typed."""
        return TieStepDraft(TieStepKind.RETURNED, self.on.data)


class StillThereForm(NewRecordForm):
    """The answer to a question of the program: one button of four."""

    week = HiddenField()
    answer = Chips(_l("Answer"), choices_of(STILL_THERE_NAMES))

    @classmethod
    def about(cls, week: int) -> Self:
        """The form for the question of that week, not filled in."""
        return cls(formdata=None, data={"week": week})

    def asked_week(self) -> int:
        """The week that was asked about; 0 where the address was tampered with."""
        return next((week for week in WEEKS if self.week.data == str(week)), 0)

    def still_there(self) -> StillThere:
        """The answer."""
        return StillThere(self.answer.data)


class TieStepUndoForm(BaseForm):
    """A button of its own; only the token is sent."""


def new_tie_form(day: date, kind: TieKind | None, name: str) -> NewTieForm:
    """The form of a new tie, thought of on that day, with what is known of it."""
    return NewTieForm(data={"thought_on": day, "kind": (kind or TieKind.PERSON).value, "name": name})


def stored_tie(draft: TieDraft) -> dict[str, Any]:
    """A stored tie as the form's fields have it."""
    return {"name": draft.name, "kind": draft.kind.value, "detail": draft.detail}
