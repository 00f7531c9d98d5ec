"""The forms of a goal."""

from flask import request

from caseapp.goals.rules import (
    CLIENT_WORDS_MAX,
    DOMAIN_NAMES,
    EVIDENCE_MAX,
    LEVELS,
    REASON_MAX,
    STEP_MAX,
    WORDING_MAX,
    Domain,
    GoalWords,
    Judgement,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Line, Text, choices_of
from caseapp.web.filters import level as level_figure
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

STEP_FIELDS = {-2: "much_less", -1: "less", 0: "expected", 1: "more", 2: "much_more"}
LEVEL_CHOICES = [(str(level), level_figure(level)) for level in LEVELS]


class WordFields(BaseForm):
    """What may change as long as the goal goes on."""

    client_words = Text(_l("In the client's own words"), required=True, longest=CLIENT_WORDS_MAX)
    wording = Text(_l("As agreed"), longest=WORDING_MAX)
    domain = Choice(_l("Part of life"), choices_of(DOMAIN_NAMES))
    target_on = Day(_l("Target day"))

    def words(self, **agreed):
        """The fields in one piece."""
        return GoalWords(
            client_words=self.client_words.data,
            wording=self.wording.data,
            domain=Domain(self.domain.data),
            target_on=self.target_on.data,
            **agreed,
        )


class LadderFields(WordFields):
    """What is agreed on once: the ladder, where the client begins on it, and from when."""

    much_more = Line(_l("Much more than expected"), longest=STEP_MAX)
    more = Line(_l("More than expected"), longest=STEP_MAX)
    expected = Line(_l("As expected"), longest=STEP_MAX)
    less = Line(_l("Less than expected"), longest=STEP_MAX)
    much_less = Line(_l("Much less than expected"), longest=STEP_MAX)
    baseline = Chips(_l("Where it begins"), LEVEL_CHOICES)
    starts_on = Day(_l("First day"), required=True)

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


def stored_words(goal):
    """What is kept of the goal now, in the form's words."""
    return {
        "client_words": goal.client_words,
        "wording": goal.wording,
        "domain": str(goal.domain),
        "target_on": goal.target_on,
        "baseline": str(goal.baseline),
        "starts_on": goal.starts_on,
        **{name: goal.ladder[level] for level, name in STEP_FIELDS.items()},
    }


class AgreementForm(EditForm):
    """The day on which client and mentor agreed."""

    agreed_on = Day(_l("Agreed on"), required=True)


class RatingForm(NewRecordForm):
    """Where the goal stands, by both."""

    rated_on = Day(_l("Day"), required=True)
    mentor_level = Chips(_l("As you see it"), LEVEL_CHOICES)
    client_level = Chips(_l("As the client sees it"), [*LEVEL_CHOICES, ("", _l("Not asked today"))], required=False)
    evidence = Text(_l("What shows it"), longest=EVIDENCE_MAX)

    def judgement(self):
        """The fields in one piece."""
        return Judgement(
            rated_on=self.rated_on.data,
            mentor_level=int(self.mentor_level.data),
            client_level=int(self.client_level.data) if self.client_level.data else None,
            evidence=self.evidence.data,
        )


class ErrorForm(BaseForm):
    """Why a rating does not count."""

    reason = Text(_l("What was wrong"), required=True, longest=REASON_MAX)
