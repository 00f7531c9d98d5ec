"""The form of an approval."""

from caseapp.basket.rules import (
    COMMITTEE_MAX,
    PER_NAMES,
    REFERENCE_MAX,
    SOCIAL_MENTORING,
    UNIT_NAMES,
    Per,
    Terms,
    Unit,
    amount_figure,
    read_amount,
    renewed_days,
)
from caseapp.errors import RuleBroken
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Line, ValidationError, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

AMOUNT_LINE_MAX = 10


class TermFields(BaseForm):
    """What was approved."""

    service = Choice(_l("Service"))
    amount = Line(_l("Amount"), required=True, longest=AMOUNT_LINE_MAX)
    unit = Chips(_l("Unit"), choices_of(UNIT_NAMES))
    per = Chips(_l("Per"), choices_of(PER_NAMES))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"), required=True)
    committee = Line(_l("Committee"), longest=COMMITTEE_MAX)
    decided_on = Day(_l("Decision date"))
    reference = Line(_l("Reference number"), longest=REFERENCE_MAX)

    def offer(self, services):
        """The form with these services to choose from."""
        self.service.choices = services
        return self

    def validate_amount(self, field):
        """Say at once, beside the other faults, where this is no amount."""
        try:
            read_amount(field.data)
        except RuleBroken as fault:
            raise ValidationError(str(fault)) from None

    def terms(self):
        """The fields in one piece."""
        return Terms(
            service=self.service.data,
            amount=read_amount(self.amount.data),
            unit=Unit(self.unit.data),
            per=Per(self.per.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            reference=self.reference.data,
            committee=self.committee.data,
            decided_on=self.decided_on.data,
        )


class NewApprovalForm(TermFields, NewRecordForm):
    """A new approval; most are hours of mentoring a week."""

    @classmethod
    def usual(cls, services):
        """The form as most approvals are."""
        usual = {"service": SOCIAL_MENTORING, "unit": str(Unit.HOUR), "per": str(Per.WEEK)}
        return cls(data=usual).offer(services)

    @classmethod
    def renewing(cls, approval, services):
        """The form as the approval stands, for the days that follow; the decision about them is a new one."""
        starts_on, ends_on = renewed_days(approval.starts_on, approval.ends_on)
        new = {"starts_on": starts_on, "ends_on": ends_on, "decided_on": None, "reference": ""}
        return cls(data={**stored_terms(approval), **new}).offer(services)


class ApprovalForm(TermFields, EditForm):
    """An approval to correct."""

    @classmethod
    def of(cls, approval, services):
        """The form as the approval stands."""
        return cls(data={**stored_terms(approval), "version": approval.version}).offer(services)


def stored_terms(approval):
    """What is kept of the approval now, in the form's words."""
    return {
        "service": approval.service,
        "amount": amount_figure(approval.amount),
        "unit": str(approval.unit),
        "per": str(approval.per),
        "starts_on": approval.starts_on,
        "ends_on": approval.ends_on,
        "committee": approval.committee,
        "decided_on": approval.decided_on,
        "reference": approval.reference,
    }
