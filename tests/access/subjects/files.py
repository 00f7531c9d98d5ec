"""The file of a client, and who is in charge of it."""

from datetime import date
from decimal import Decimal

from caseapp.access import Role
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.models import Transfer
from caseapp.clock import now
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values, the_client


def an_approval(company: Company) -> Values:
    row = Approval(
        client_id=company.client.id,
        service="social_mentoring",
        amount=Decimal(6),
        unit=ApprovalUnit.HOUR,
        per=Per.MONTH,
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 1, 1),
    )
    return {"approval_id": made.keep(row).id}


def an_assignment(company: Company) -> Values:
    extra = made.make_user(Role.MENTOR, company.world.team)
    return {"client_id": company.client.id, "assignment_id": made.assign(company.client, extra).id}


def a_transfer(company: Company) -> Values:
    client, since = company.client, date(2025, 1, 1)
    new = made.assign(client, company.world.mentor, since)
    row = Transfer(
        client_id=client.id,
        to_assignment_id=new.id,
        starts_on=since,
        created_by_id=company.world.supervisor.id,
        created_at=now(),
    )
    return {"transfer_id": made.keep(row).id}


def a_client_to_hand_over(company: Company) -> Values:
    return {"client_id": made.make_client(company.world.team, company.world.mentor).id}


def a_kind_of_contact(company: Company) -> Values:
    return {**the_client(company), "kind": "emergency"}


def a_contact(company: Company) -> Values:
    return {**the_client(company), "contact_id": made.make_contact(company.client, company.world.mentor).id}


def a_consent(company: Company) -> Values:
    return {"consent_id": made.make_consent(company.client, company.world.mentor).id}
