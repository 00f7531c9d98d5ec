"""The forms of an end: the goodbye, why there was none, and the look back."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from caseapp.goodbyes.rules import (
    HOLDS_NAMES,
    HOW_NAMES,
    KIND_NAMES,
    PLANNED_KINDS,
    WORDS_MAX,
    GoodbyeDraft,
    GoodbyeKind,
    Holds,
    HowItIs,
    LookBackDraft,
    NamedTie,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Several, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class GoodbyeFields(BaseForm):
    """What ends, when and why, and what was agreed for the time after it."""

    kind = Chips(_l("What ends"), choices_of(KIND_NAMES, PLANNED_KINDS), default=GoodbyeKind.SERVICE.value)
    held_on = Day(_l("Day of the goodbye"), required=True)
    why = Text(_l("Why it ends"), required=True, longest=WORDS_MAX)
    ties = Several(_l("Ties that last"), choices=())
    stays = Text(_l("What stays"), longest=WORDS_MAX)
    helps = Text(_l("Who helps from now on"), longest=WORDS_MAX)
    hard = Text(_l("What to do when it gets hard"), longest=WORDS_MAX)

    def offer(self, ties: Sequence[NamedTie]) -> Self:
        """The form with these ties to choose from."""
        self.ties.choices = [(str(tie.id), tie.name) for tie in ties]
        return self

    def draft(self) -> GoodbyeDraft:
        """What was typed."""
        return GoodbyeDraft(
            kind=GoodbyeKind(self.kind.data),
            held_on=self.held_on.data,
            why=self.why.data,
            stays=self.stays.data or "",
            helps=self.helps.data or "",
            hard=self.hard.data or "",
            tie_ids=frozenset(UUID(tie) for tie in self.ties.data or ()),
        )


class NewGoodbyeForm(GoodbyeFields, NewRecordForm):
    """A goodbye that is planned."""


class GoodbyeForm(GoodbyeFields, EditForm):
    """A goodbye that changes."""

    @classmethod
    def of(cls, draft: GoodbyeDraft, version: int, ties: Sequence[NamedTie]) -> Self:
        """The form with what is stored."""
        return cls(data={**stored_goodbye(draft), "version": version}).offer(ties)


class NoGoodbyeForm(NewRecordForm):
    """Why a file was closed without a goodbye."""

    why = Text(_l("Why there was no goodbye"), required=True, longest=WORDS_MAX)


class LookBackForm(NewRecordForm):
    """How it is, in a tap or two and a few words."""

    how = Chips(_l("How is it?"), choices_of(HOW_NAMES))
    holds = Chips(_l("Does what was agreed still hold?"), choices_of(HOLDS_NAMES), required=False)
    words = Text(_l("In a few words"), longest=WORDS_MAX)

    def draft(self) -> LookBackDraft:
        """What was answered."""
        holds = Holds(self.holds.data) if self.holds.data else None
        return LookBackDraft(HowItIs(self.how.data), holds, self.words.data or "")


def new_goodbye_form(day: date, ties: Sequence[NamedTie]) -> NewGoodbyeForm:
    """The form of a new goodbye."""
    return NewGoodbyeForm(data={"held_on": day}).offer(ties)


def stored_goodbye(draft: GoodbyeDraft) -> dict[str, Any]:
    """A stored goodbye as the form's fields have it."""
    return {
        "kind": draft.kind.value,
        "held_on": draft.held_on,
        "why": draft.why,
        "ties": [str(tie_id) for tie_id in draft.tie_ids],
        "stays": draft.stays,
        "helps": draft.helps,
        "hard": draft.hard,
    }
