"""The forms of the duty to report."""

from typing import Any, Self

from caseapp.followups.duty.rules import (
    AUTHORITY_NAMES,
    GROUND_NAMES,
    GUIDE_MAX,
    HOURS_LEAST,
    HOURS_MOST,
    LINE_MAX,
    SOURCE_MAX,
    WORDS_MAX,
    Authority,
    DutyAnswers,
    DutyGround,
    DutyGuide,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Hour, Line, Text, Whole, choices_of
from caseapp.web.forms import BaseForm, EditForm

NOBODY = ("", _l("Nobody was told yet"))
QUESTION = _l("Was it somebody who is responsible for this person?")
WHOM = _l("Whom you told")


class DutyForm(EditForm):
    """The questions in their order."""

    ground = Chips(QUESTION, choices_of(GROUND_NAMES))
    authority = Chips(WHOM, [NOBODY, *choices_of(AUTHORITY_NAMES)], required=False, default="")
    told_on = Day(_l("Day"))
    told_at = Hour(_l("Time"))
    who = Line(_l("Who took the report"), longest=LINE_MAX)
    reference = Line(_l("Reference of the report"), longest=LINE_MAX)
    words = Text(_l("What you told them, or why not"), longest=WORDS_MAX)

    @classmethod
    def of(cls, kept: Any) -> Self:
        """The form with what this person answered before, if anything."""
        return cls(data={**stored_answers(kept), "version": kept.version} if kept else {})

    def draft(self) -> DutyAnswers:
        """The answers as typed."""
        return DutyAnswers(
            ground=DutyGround(self.ground.data),
            authority=Authority(self.authority.data) if self.authority.data else None,
            told_on=self.told_on.data,
            told_at=self.told_at.data,
            who=self.who.data,
            reference=self.reference.data,
            words=self.words.data,
        )


class DrillForm(BaseForm):
    """The two decisions, as a drill."""

    ground = Chips(QUESTION, choices_of(GROUND_NAMES))
    authority = Chips(_l("Whom would you tell?"), [NOBODY, *choices_of(AUTHORITY_NAMES)], required=False, default="")


class GuideForm(EditForm):
    """What the organisation says of the duty."""

    words = Text(_l("What is said of the duty"), required=True, longest=GUIDE_MAX)
    social_worker = Line(_l("Social worker appointed by law: name and phone"), longest=LINE_MAX)
    police = Line(_l("Police: phone"), longest=LINE_MAX)
    source = Text(_l("Where it comes from"), required=True, longest=SOURCE_MAX)
    hours = Whole(_l("To be reported within hours"), HOURS_LEAST, HOURS_MOST, required=True)

    def draft(self) -> DutyGuide:
        """The words as typed."""
        return DutyGuide(self.words.data, self.social_worker.data, self.police.data, self.source.data, self.hours.data)


def stored_answers(kept: Any) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    return {**vars(kept.answers), "authority": kept.answers.authority or ""}
