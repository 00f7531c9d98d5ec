"""The forms of a goal."""

from flask import request

from caseapp.goals.chime_rules import CHIME_NAMES
from caseapp.goals.rules import (
    AGREED_NAMES,
    BARRIER_NAMES,
    CLIENT_WORDS_MAX,
    EVIDENCE_MAX,
    LEVELS,
    REASON_MAX,
    STEP_MAX,
    WEIGHTS,
    WORDING_MAX,
    Agreed,
    GoalWords,
    Judgement,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Line, Several, Text, choices_of
from caseapp.web.filters import level as level_figure
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

TEXTS = ("why", "strengths", "barrier_words", "supports")
MORE = ("review_on", "barriers", "chime", *TEXTS)
STEP_FIELDS = {-2: "much_less", -1: "less", 0: "expected", 1: "more", 2: "much_more"}
LEVEL_CHOICES = [(str(level), level_figure(level)) for level in LEVELS]


class WordFields(BaseForm):
    """What may change as long as the goal goes on."""

    client_words = Text(_l("In the client's own words"), required=True, longest=CLIENT_WORDS_MAX)
    wording = Text(_l("As agreed"), longest=WORDING_MAX)
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

    def offer(self, domains):
        """Let these parts of life be chosen."""
        self.domain.choices = domains
        return self

    def says_more(self):
        """Whether anything of the folded part is filled in or refused."""
        return any(self[name].data or self[name].errors for name in MORE) or self.weight.data not in (None, "1")

    def words(self, **agreed):
        """The fields in one piece."""
        return GoalWords(
            client_words=self.client_words.data,
            wording=self.wording.data,
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
            **agreed,
        )


class LadderFields(WordFields):
    """What is agreed on once: the ladder, where the client begins on it, and from when."""

    much_more = Line(_l("Much more than expected"), longest=STEP_MAX)
    more = Line(_l("More than expected"), longest=STEP_MAX)
    expected = Line(_l("As expected"), longest=STEP_MAX)
    less = Line(_l("Less than expected"), longest=STEP_MAX)
    much_less = Line(_l("Much less than expected"), longest=STEP_MAX)
    baseline = Chips(_l("Starting level"), LEVEL_CHOICES)
    starts_on = Day(_l("Start date"), required=True)

    def whole(self):
        """The fields in one piece, the ladder among them."""
        return self.words(
            starts_on=self.starts_on.data,
            baseline=int(self.baseline.data),
            ladder={level: self[name].data for level, name in STEP_FIELDS.items()},
        )


class NewGoalForm(LadderFields, NewRecordForm):
    """A new goal."""

    @classmethod
    def beginning(cls, day):
        """The form for a goal that begins on that day, a step below what is expected."""
        return cls(data={"starts_on": day, "baseline": "-1"})


class DraftForm(LadderFields, EditForm):
    """A goal that is not agreed on yet: everything may change."""

    def changed(self):
        """What was typed."""
        return self.whole()


class AgreedForm(WordFields, EditForm):
    """A goal that was agreed on."""

    def changed(self):
        """What was typed."""
        return self.words()


def goal_form(goal, is_open):
    """The form for the goal as it stands. One that was sent with a ladder is read with it, so that no text is lost."""
    kind = DraftForm if is_open or any(name in request.form for name in STEP_FIELDS.values()) else AgreedForm
    return kind(data={**stored_words(goal), "version": goal.version})


def stored_more(goal):
    """What is kept of the folded part."""
    return {
        "review_on": goal.review_on,
        "barriers": goal.barriers.split(),
        "chime": goal.chime.split(),
        "weight": str(goal.weight),
        **{name: getattr(goal, name) for name in TEXTS},
    }


def stored_words(goal):
    """What is kept of the goal now, in the form's words."""
    return {
        "client_words": goal.client_words,
        "wording": goal.wording,
        "domain": str(goal.domain),
        "target_on": goal.target_on,
        "baseline": str(goal.baseline),
        "starts_on": goal.starts_on,
        **stored_more(goal),
        **{name: goal.ladder[level] for level, name in STEP_FIELDS.items()},
    }


class AgreementForm(EditForm):
    """The day on which client and mentor agreed."""

    agreed_on = Day(_l("Agreed on"), required=True)
    agreed_how = Chips(
        _l("How the client agreed"), choices_of(AGREED_NAMES), required=False, default=Agreed.VERBAL.value
    )

    def how(self):
        """How the client agreed."""
        return Agreed(self.agreed_how.data or Agreed.VERBAL)


class RatingForm(NewRecordForm):
    """Where the goal stands, by both."""

    rated_on = Day(_l("Date"), required=True)
    mentor_level = Chips(_l("Your rating"), LEVEL_CHOICES)
    client_level = Chips(_l("Client's rating"), [*LEVEL_CHOICES, ("", _l("Not asked today"))], required=False)
    evidence = Text(_l("Evidence"), longest=EVIDENCE_MAX)

    def judgement(self):
        """The fields in one piece."""
        return Judgement(
            rated_on=self.rated_on.data,
            mentor_level=int(self.mentor_level.data),
            client_level=int(self.client_level.data) if self.client_level.data else None,
            evidence=self.evidence.data,
        )


class ErrorForm(BaseForm):
    """Why a goal or a rating does not count."""

    reason = Text(_l("What was wrong"), required=True, longest=REASON_MAX)
