"""Columns about the mentors of clients: they tell people of the same name apart, and how texts speak."""

import sqlalchemy as sa

from caseapp.accounts.models import User
from caseapp.accounts.rules import AddressForm
from caseapp.clients.models import Assignment, Client
from caseapp.clock import TODAY


def mentor_names() -> sa.ScalarSelect[str]:
    """The names of a client's present mentors, as a column of a statement about clients."""
    return (
        sa.select(sa.func.aggregate_strings(User.name, ", "))
        .join(Assignment, Assignment.mentor_id == User.id)
        .where(Assignment.client_id == Client.id, Assignment.lasts_on(TODAY))
        .correlate(Client)
        .scalar_subquery()
    )


def mentor_form() -> sa.ScalarSelect[AddressForm]:
    """How texts speak of a client's present mentor, as a column of a statement about clients; nothing where there is
    nobody, or several who are not addressed alike."""
    form = sa.func.min(User.address_form)
    return (
        sa.select(sa.case((form == sa.func.max(User.address_form), form)))
        .join(Assignment, Assignment.mentor_id == User.id)
        .where(Assignment.client_id == Client.id, Assignment.lasts_on(TODAY))
        .correlate(Client)
        .scalar_subquery()
    )
