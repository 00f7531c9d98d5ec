"""The forms of approvals."""

from collections.abc import Iterable
from typing import Any, Self

from caseapp.basket.rules import (
    COMMITTEE_MAX,
    PERIOD_NAMES,
    REFERENCE_MAX,
    SOCIAL_MENTORING,
    UNIT_NAMES,
    ApprovalTerms,
    ApprovalUnit,
    Per,
    format_amount,
    read_amount,
    renewed_days,
)
from caseapp.errors import RuleBroken
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Day, Line, ValidationError, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

AMOUNT_LINE_MAX = 10


class ApprovalFields(BaseForm):
    """What was approved."""

    service = Choice(_l("Service"))
    amount = Line(_l("Amount"), required=True, longest=AMOUNT_LINE_MAX)
    unit = Chips(_l("Unit"), choices_of(UNIT_NAMES))
    per = Chips(_l("Per"), choices_of(PERIOD_NAMES))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"), required=True)
    committee = Line(_l("Committee"), longest=COMMITTEE_MAX)
    decided_on = Day(_l("Decision date"))
    reference = Line(_l("Reference number"), longest=REFERENCE_MAX)

    def offer(self, services: Iterable[tuple[str, str]]) -> Self:
        """The form with these services to choose from."""
        self.service.choices = services
        return self

    def validate_amount(self, field: Line) -> None:
        """Report an amount that is no number together with the other faults."""
        try:
            read_amount(field.data)
        except RuleBroken as fault:
            raise ValidationError(str(fault)) from None

    def draft(self) -> ApprovalTerms:
        """The terms as typed."""
        return ApprovalTerms(
            service=self.service.data,
            amount=read_amount(self.amount.data),
            unit=ApprovalUnit(self.unit.data),
            per=Per(self.per.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            reference=self.reference.data,
            committee=self.committee.data,
            decided_on=self.decided_on.data,
        )


class NewApprovalForm(ApprovalFields, NewRecordForm):
    """A new approval."""

    @classmethod
    def usual(cls, services: Iterable[tuple[str, str]]) -> Self:
        """The form filled in as most approvals are: weekly hours of mentoring."""
        usual = {"service": SOCIAL_MENTORING, "unit": str(ApprovalUnit.HOUR), "per": str(Per.WEEK)}
        return cls(data=usual).offer(services)

    @classmethod
    def renewing(cls, approval: Any, services: Iterable[tuple[str, str]]) -> Self:
        """The form with the terms of an approval and the dates that follow it, without the committee's decision."""
        starts_on, ends_on = renewed_days(approval.starts_on, approval.ends_on)
        new = {"starts_on": starts_on, "ends_on": ends_on, "decided_on": None, "reference": ""}
        return cls(data={**stored_terms(approval), **new}).offer(services)


class ApprovalForm(ApprovalFields, EditForm):
    """A correction of an approval."""

    @classmethod
    def of(cls, approval: Any, services: Iterable[tuple[str, str]]) -> Self:
        """The form filled in with the stored approval."""
        return cls(data={**stored_terms(approval), "version": approval.version}).offer(services)


def stored_terms(approval: Any) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    return {
        "service": approval.service,
        "amount": format_amount(approval.amount),
        "unit": str(approval.unit),
        "per": str(approval.per),
        "starts_on": approval.starts_on,
        "ends_on": approval.ends_on,
        "committee": approval.committee,
        "decided_on": approval.decided_on,
        "reference": approval.reference,
    }
