"""The forms of consents."""

from datetime import date
from typing import Self

from caseapp.clients.consents.rules import (
    CONTENT_NAMES,
    MANNER_NAMES,
    PURPOSE_MAX,
    REASON_MAX,
    RECIPIENT_NAMES,
    ConsentContent,
    ConsentManner,
    ConsentTerms,
    Recipient,
    WithdrawalDraft,
)
from caseapp.clients.rules import NAME_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Day, Line, Text, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class NewConsentForm(NewRecordForm):
    """A new consent."""

    recipient = Chips(_l("Recipient"), choices_of(RECIPIENT_NAMES))
    who = Line(_l("Name"), longest=NAME_MAX)
    scope = Chips(_l("What may be shared"), choices_of(CONTENT_NAMES))
    purpose = Text(_l("Purpose"), required=True, longest=PURPOSE_MAX)
    starts_on = Day(_l("From"), required=True)
    ends_on = Day(_l("Until"))
    manner = Chips(_l("How consent was given"), choices_of(MANNER_NAMES))
    taken_by = Line(_l("Taken by"), required=True, longest=NAME_MAX)
    taken_on = Day(_l("Date given"), required=True)

    @classmethod
    def taken(cls, day: date, taker: str) -> Self:
        """The form filled in as most consents are: given on that day to whoever records it."""
        return cls(data={"starts_on": day, "taken_on": day, "taken_by": taker})

    def draft(self) -> ConsentTerms:
        """The consent as typed."""
        return ConsentTerms(
            recipient=Recipient(self.recipient.data),
            who=self.who.data,
            content=ConsentContent(self.scope.data),
            purpose=self.purpose.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            manner=ConsentManner(self.manner.data),
            taken_by=self.taken_by.data,
            taken_on=self.taken_on.data,
        )


class WithdrawalForm(BaseForm):
    """The withdrawal of a consent."""

    withdrawn_on = Day(_l("From"), required=True)
    words = Text(_l("What was said"), longest=REASON_MAX)

    def draft(self) -> WithdrawalDraft:
        """The withdrawal as typed."""
        return WithdrawalDraft(self.withdrawn_on.data, self.words.data)


class ConsentErrorForm(BaseForm):
    """Why a consent was entered in error."""

    reason = Text(_l("What was wrong"), required=True, longest=REASON_MAX)
