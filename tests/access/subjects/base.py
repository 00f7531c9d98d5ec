"""Values, and what is about nothing or about the client alone."""

from collections.abc import Callable
from uuid import UUID

from tests import world as made
from tests.access.actors import Company

Values = dict[str, UUID | str]
Subject = Callable[[Company], Values]


def nothing(company: Company) -> Values:
    return {}


def the_client(company: Company) -> Values:
    return {"client_id": company.client.id}


def the_mentors_client(company: Company) -> Values:
    made.assign(company.client, company.world.mentor)
    return the_client(company)
