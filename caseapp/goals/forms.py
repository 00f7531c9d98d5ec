"""The forms of a goal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Self

from flask import request

from caseapp.goals.chime_rules import CHIME_NAMES
from caseapp.goals.ladders.words import EXAMPLES
from caseapp.goals.rules import (
    AGREEMENT_METHOD_NAMES,
    BARRIER_NAMES,
    CLIENT_WORDS_MAX,
    EVIDENCE_MAX,
    LEVEL_MAX,
    LEVELS,
    WEIGHTS,
    WORDING_MAX,
    AgreementDraft,
    AgreementMethod,
    GoalDraft,
    RatingDraft,
)
from caseapp.goals.short_name_rules import SHORT_NAME_MAX, propose_short_name
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Line, Several, Text, choices_of
from caseapp.web.filters import level as level_figure
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

MORE_TEXTS = ("why", "strengths", "barrier_words", "supports")
MORE = ("review_on", "barriers", "chime", *MORE_TEXTS)
LEVEL_FIELDS = {-2: "much_less", -1: "less", 0: "expected", 1: "more", 2: "much_more"}
LEVEL_CHOICES = [(str(level), level_figure(level)) for level in LEVELS]


class GoalFields(BaseForm):
    """What may change until the goal ends."""

    client_words = Text(_l("In the client's own words"), required=True, longest=CLIENT_WORDS_MAX)
    wording = Text(_l("As agreed"), longest=WORDING_MAX)
    short_name = Line(_l("Short name"), longest=SHORT_NAME_MAX)
    domain = Choice(_l("Area of life"), choices=[])
    target_on = Day(_l("Target date"))
    review_on = Day(_l("Review date"))
    why = Text(_l("Why it matters"), longest=WORDING_MAX)
    strengths = Text(_l("Strengths to build on"), longest=WORDING_MAX)
    barriers = Several(_l("What may get in the way"), choices=choices_of(BARRIER_NAMES))
    barrier_words = Line(_l("Details"), longest=WORDING_MAX)
    supports = Text(_l("What would help"), longest=WORDING_MAX)
    chime = Several(_l("What it gives the client"), choices=choices_of(CHIME_NAMES))
    weight = Chips(_l("Weight"), [(str(weight), str(weight)) for weight in WEIGHTS], required=False, default="1")

    def offer(self, domains: list[tuple[str, str]]) -> Self:
        """The form with these areas of life to choose from."""
        self.domain.choices = domains
        return self

    def says_more(self) -> bool:
        """Whether any field of the folded part is filled in or refused."""
        return any(self[name].data or self[name].errors for name in MORE) or self.weight.data not in (None, "1")

    def draft(self) -> GoalDraft:
        """What was typed."""
        return GoalDraft(
            client_words=self.client_words.data,
            wording=self.wording.data,
            short_name=self.short_name.data or "",
            domain=self.domain.data,
            target_on=self.target_on.data,
            review_on=self.review_on.data,
            barriers=tuple(self.barriers.data or ()),
            weight=int(self.weight.data or 1),
            chime=tuple(self.chime.data or ()),
            why=self.why.data or "",
            strengths=self.strengths.data or "",
            barrier_words=self.barrier_words.data or "",
            supports=self.supports.data or "",
        )


class LadderFields(GoalFields):
    """What is fixed by the agreement: the ladder, the starting level on it, and the start date."""

    much_more = Line(_l("Much more than expected"), longest=LEVEL_MAX)
    more = Line(_l("More than expected"), longest=LEVEL_MAX)
    expected = Line(_l("As expected"), longest=LEVEL_MAX)
    less = Line(_l("Less than expected"), longest=LEVEL_MAX)
    much_less = Line(_l("Much less than expected"), longest=LEVEL_MAX)
    baseline = Chips(_l("Starting level"), LEVEL_CHOICES)
    starts_on = Day(_l("Start date"), required=True)

    def examples(self) -> list[tuple[Any, Sequence[Any]]]:
        """For each area of life that is offered, what levels of a ladder may look like there, the highest first."""
        return [(choice.label, EXAMPLES[choice.value]) for choice in self.domain.choices if choice.value in EXAMPLES]

    def draft(self) -> GoalDraft:
        """What was typed, with the ladder."""
        return replace(
            super().draft(),
            starts_on=self.starts_on.data,
            baseline=int(self.baseline.data),
            ladder={level: self[name].data for level, name in LEVEL_FIELDS.items()},
        )


class NewGoalForm(LadderFields, NewRecordForm):
    """A new goal."""

    @classmethod
    def starting(cls, day: date) -> Self:
        """The form for a goal that starts on that day, one level below what is expected."""
        return cls(data={"starts_on": day, "baseline": "-1"})


class DraftGoalForm(LadderFields, EditForm):
    """A goal that is not agreed on yet: everything may change."""


class AgreedGoalForm(GoalFields, EditForm):
    """A goal that was agreed on."""


def goal_form(goal: GoalDraft, version: int, is_ladder_open: bool) -> DraftGoalForm | AgreedGoalForm:
    """The form for the goal as it stands. One that was sent with a ladder is read with it, so that no text is lost."""
    with_ladder = is_ladder_open or any(name in request.form for name in LEVEL_FIELDS.values())
    return (DraftGoalForm if with_ladder else AgreedGoalForm)(data={**stored_goal(goal), "version": version})


def stored_goal(goal: GoalDraft) -> dict[str, Any]:
    """The goal as values of its form."""
    return {
        "client_words": goal.client_words,
        "wording": goal.wording,
        "short_name": goal.short_name or propose_short_name(goal.wording or goal.client_words),
        "domain": goal.domain,
        "target_on": goal.target_on,
        "starts_on": goal.starts_on,
        "review_on": goal.review_on,
        "barriers": list(goal.barriers),
        "chime": list(goal.chime),
        "weight": str(goal.weight),
        **{name: getattr(goal, name) for name in MORE_TEXTS},
        **stored_ladder(goal),
    }


def stored_ladder(goal: GoalDraft) -> dict[str, str]:
    """The goal's ladder and starting level as values of a form."""
    ladder = goal.ladder or {}
    return {**{name: ladder.get(level, "") for level, name in LEVEL_FIELDS.items()}, "baseline": str(goal.baseline)}


class AgreementForm(EditForm):
    """The day on which client and mentor agreed, and how."""

    agreed_on = Day(_l("Agreed on"), required=True)
    agreed_how = Chips(
        _l("How the client agreed"),
        choices_of(AGREEMENT_METHOD_NAMES),
        required=False,
        default=AgreementMethod.VERBAL.value,
    )

    def draft(self) -> AgreementDraft:
        """What was typed."""
        return AgreementDraft(self.agreed_on.data, AgreementMethod(self.agreed_how.data or AgreementMethod.VERBAL))


class RatingForm(NewRecordForm):
    """Where the goal stands, as both see it."""

    rated_on = Day(_l("Date"), required=True)
    mentor_level = Chips(_l("Your rating"), LEVEL_CHOICES)
    client_level = Chips(_l("Client's rating"), [*LEVEL_CHOICES, ("", _l("Not asked today"))], required=False)
    evidence = Text(_l("Evidence"), longest=EVIDENCE_MAX)

    def draft(self) -> RatingDraft:
        """What was typed."""
        return RatingDraft(
            rated_on=self.rated_on.data,
            mentor_level=int(self.mentor_level.data),
            client_level=int(self.client_level.data) if self.client_level.data else None,
            evidence=self.evidence.data,
        )
