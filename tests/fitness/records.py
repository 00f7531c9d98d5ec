"""Papers of mentors, for tests."""

from datetime import date, timedelta

from uuid_utils.compat import uuid7

from caseapp.clock import now, today
from caseapp.db import IdempotencyKey
from caseapp.fitness.models import FitnessPaper
from caseapp.fitness.rules import KINDS
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def a_key() -> IdempotencyKey:
    """What a form that is sent once carries."""
    return IdempotencyKey(uuid7(), b"")


def make_paper(person, by, kind="secrecy", given_on: date | None = None, **more) -> FitnessPaper:
    """A paper of that person that somebody saw."""
    reason = more.pop("reason", "")
    values = {"is_exempt": False, "seen_at": now(), **more}
    paper = FitnessPaper(person_id=person.id, kind=kind, given_on=given_on or today(), seen_by_id=by.id, **values)
    paper.reason = reason
    return keep(paper)


def make_fit(person, by, days=400) -> None:
    """All papers that are asked for, for so many days."""
    for kind in KINDS:
        make_paper(person, by, kind, expires_on=today() + timedelta(days=days))


def a_paper(company: Company) -> Values:
    """A paper of the client's mentor, as the addresses name it."""
    return {"paper_id": make_paper(company.world.mentor, company.world.administrator).id}


def a_kind(company: Company) -> Values:
    """A kind of paper."""
    return {"code": "secrecy"}


def a_kind_of_the_mentor(company: Company) -> Values:
    """A kind of paper of the client's mentor."""
    return {"person_id": company.world.mentor.id, "code": "secrecy"}
