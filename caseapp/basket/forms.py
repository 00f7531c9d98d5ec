"""The form of an approval."""

from caseapp.basket.rules import (
    PER_NAMES,
    REFERENCE_MAX,
    SERVICE_NAMES,
    UNIT_NAMES,
    Per,
    Service,
    Terms,
    Unit,
    amount_figure,
    read_amount,
)
from caseapp.errors import RuleBroken
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Line, ValidationError, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

AMOUNT_LINE_MAX = 10


class TermFields(BaseForm):
    """What was approved."""

    service = Choice(_l("Service"), choices_of(SERVICE_NAMES))
    amount = Line(_l("How much"), required=True, longest=AMOUNT_LINE_MAX)
    unit = Chips(_l("Counted in"), choices_of(UNIT_NAMES))
    per = Chips(_l("May be used in"), choices_of(PER_NAMES))
    starts_on = Day(_l("First day"), required=True)
    ends_on = Day(_l("Last day"), required=True)
    reference = Line(_l("Reference of the decision"), longest=REFERENCE_MAX)

    def validate_amount(self, field):
        """Say at once, beside the other faults, where this is no amount."""
        try:
            read_amount(field.data)
        except RuleBroken as fault:
            raise ValidationError(str(fault)) from None

    def terms(self):
        """The fields in one piece."""
        return Terms(
            service=Service(self.service.data),
            amount=read_amount(self.amount.data),
            unit=Unit(self.unit.data),
            per=Per(self.per.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            reference=self.reference.data,
        )


class NewApprovalForm(TermFields, NewRecordForm):
    """A new approval; most are hours of mentoring a week."""

    @classmethod
    def usual(cls):
        """The form as most approvals are."""
        return cls(data={"service": str(Service.SOCIAL_MENTORING), "unit": str(Unit.HOUR), "per": str(Per.WEEK)})


class ApprovalForm(TermFields, EditForm):
    """An approval to correct."""

    @classmethod
    def of(cls, approval):
        """The form as the approval stands."""
        return cls(data={**stored_terms(approval), "version": approval.version})


def stored_terms(approval):
    """What is kept of the approval now, in the form's words."""
    return {
        "service": str(approval.service),
        "amount": amount_figure(approval.amount),
        "unit": str(approval.unit),
        "per": str(approval.per),
        "starts_on": approval.starts_on,
        "ends_on": approval.ends_on,
        "reference": approval.reference,
    }
