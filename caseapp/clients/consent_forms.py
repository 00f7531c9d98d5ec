"""The forms of consents."""

from caseapp.clients.consent_rules import (
    BASIS_NAMES,
    CONTENT_NAMES,
    MANNER_NAMES,
    PURPOSE_MAX,
    REASON_MAX,
    RECIPIENT_NAMES,
    Basis,
    ConsentTerms,
    Content,
    Manner,
    Recipient,
)
from caseapp.clients.rules import NAME_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Line, Text, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm

BY_THE_CLIENT = tuple(manner for manner in Manner if manner is not Manner.NONE)


class NewConsentForm(NewRecordForm):
    """A consent; a supervisor can also write down what stands in its place."""

    recipient = Chips(_l("Who receives it"), choices_of(RECIPIENT_NAMES))
    who = Line(_l("Name"), longest=NAME_MAX)
    scope = Chips(_l("What they receive"), choices_of(CONTENT_NAMES))
    purpose = Text(_l("What for"), required=True, longest=PURPOSE_MAX)
    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("Until"))
    basis = Chips(_l("What it rests on"), required=False)
    manner = Chips(_l("How it was given"))
    taken_by = Line(_l("Who took it"), required=True, longest=NAME_MAX)
    taken_on = Day(_l("On which day"), required=True)

    @classmethod
    def offering(cls, day, taker, may_choose_basis):
        """The form as most consents are; for whom may, with what can stand in the place of a consent."""
        form = cls(data={"starts_on": day, "taken_on": day, "taken_by": taker, "basis": str(Basis.CONSENT)})
        form.basis.choices = choices_of(BASIS_NAMES, Basis if may_choose_basis else [Basis.CONSENT])
        form.manner.choices = choices_of(MANNER_NAMES, Manner if may_choose_basis else BY_THE_CLIENT)
        return form

    def terms(self):
        """The fields in one piece."""
        return ConsentTerms(
            recipient=Recipient(self.recipient.data),
            who=self.who.data,
            content=Content(self.scope.data),
            purpose=self.purpose.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            manner=Manner(self.manner.data),
            taken_by=self.taken_by.data,
            taken_on=self.taken_on.data,
            basis=Basis(self.basis.data or Basis.CONSENT),
        )


class WithdrawalForm(BaseForm):
    """That a consent was taken back."""

    withdrawn_on = Day(_l("From"), required=True)
    words = Text(_l("What was said"), longest=REASON_MAX)


class ConsentErrorForm(BaseForm):
    """Why a consent is struck through."""

    reason = Text(_l("What was wrong"), required=True, longest=REASON_MAX)
