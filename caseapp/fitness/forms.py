"""The forms of mentors' papers."""

from datetime import date
from typing import Any, Self

from wtforms import BooleanField

from caseapp.fitness.rules import LABEL_MAX, MONTHS_MAX, REASON_MAX, SOURCE_MAX, KindDraft, PaperDraft
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Line, Text, Whole
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

SEEN, EXEMPT = "seen", "exempt"
MANNER_NAMES = {SEEN: _l("I have seen it"), EXEMPT: _l("It is not needed: an exemption")}


class PaperForm(NewRecordForm):
    """A paper that was seen, or an exemption."""

    manner = Chips(_l("What is recorded"), list(MANNER_NAMES.items()))
    given_on = Day(_l("Day of the paper, or first day of the exemption"), required=True)
    expires_on = Day(_l("Last day on which it holds"))
    reason = Line(_l("Reason for the exemption"), longest=REASON_MAX)

    @classmethod
    def offering(cls, may_exempt: bool, day: date) -> Self:
        """The form; exemptions are offered to those who may give them."""
        form = cls(data={"manner": SEEN, "given_on": day})
        form.manner.choices = [(code, name) for code, name in MANNER_NAMES.items() if may_exempt or code == SEEN]
        return form

    def draft(self) -> PaperDraft:
        """The paper as typed."""
        is_exempt = self.manner.data == EXEMPT
        return PaperDraft(is_exempt, self.given_on.data, self.expires_on.data, self.reason.data if is_exempt else "")


class PaperEndForm(BaseForm):
    """Why a paper no longer counts."""

    reason = Line(_l("Why it no longer counts"), required=True, longest=REASON_MAX)


class KindFields(BaseForm):
    """A kind of paper."""

    label = Line(_l("Name"), required=True, longest=LABEL_MAX)
    source = Text(_l("Where it comes from"), longest=SOURCE_MAX)
    months = Whole(_l("Holds for how many months"), 1, MONTHS_MAX)
    is_required = BooleanField(_l("Every mentor needs it"))

    def draft(self) -> KindDraft:
        """The kind as typed."""
        return KindDraft(self.label.data, self.source.data, self.months.data, self.is_required.data)


class NewKindForm(KindFields, NewRecordForm):
    """A kind that the organisation adds."""


class KindForm(KindFields, EditForm):
    """A kind as it is now."""

    @classmethod
    def of(cls, kind: Any) -> Self:
        """The form with what is stored."""
        return cls(data=stored_kind(kind) | {"version": kind.version})


class RuleForm(EditForm):
    """The switch of the rule."""

    has_seen = BooleanField(_l("I have looked through the list"))


def stored_kind(kind: Any) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    return {name: getattr(kind, name) for name in ("label", "source", "months", "is_required")}
