"""The form of a hand-over."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from caseapp.clients.consents.rules import RECIPIENT_NAMES, Recipient
from caseapp.clients.rules import NAME_MAX
from caseapp.i18n import _, _l
from caseapp.reports.handovers.rules import HandoverDraft
from caseapp.reports.status_rules import HANDING_NAMES, LEGAL_BASIS_NAMES, Handing, LegalBasis
from caseapp.web.fields import Chips, Choice, Line, choices_of
from caseapp.web.forms import NewRecordForm


class ReportHandoverForm(NewRecordForm):
    """To whom: on one of the consents that cover the report, or on another ground."""

    to = Chips(_l("Recipient"))
    name = Line(_l("Name"), longest=NAME_MAX)
    how = Chips(_l("How it is given"), choices_of(HANDING_NAMES))
    basis = Choice(_l("Legal basis, if there is no consent"), required=False)

    @classmethod
    def offering(cls, consents: Iterable[tuple[UUID, str]], may_name_basis: bool) -> Self:
        """The form with the recipients of valid consents, and every kind of recipient beside them."""
        form = cls()
        form.to.choices = [
            *((str(consent_id), _("%(name)s, with consent", name=name)) for consent_id, name in consents),
            *choices_of(RECIPIENT_NAMES),
        ]
        bases = [basis for basis in LegalBasis if basis is not LegalBasis.OWN_RECORD and may_name_basis]
        form.basis.choices = [("", _("Not needed")), *choices_of(LEGAL_BASIS_NAMES, bases)]
        return form

    def draft(self) -> HandoverDraft:
        """The recipient, how it is given, and the consent or legal basis."""
        is_kind = self.to.data in set(Recipient)
        return HandoverDraft(
            recipient=Recipient(self.to.data) if is_kind else Recipient.OTHER,
            name=self.name.data,
            how=Handing(self.how.data),
            consent_id=None if is_kind else UUID(self.to.data),
            basis=LegalBasis(self.basis.data) if self.basis.data else None,
        )
