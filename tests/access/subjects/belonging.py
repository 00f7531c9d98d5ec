"""Ties, maps and sources of support."""

from caseapp.circles.models import CircleSnapshot
from caseapp.circles.rules import CircleTie, DrawnBy, Ring
from caseapp.clock import now, today
from caseapp.ties.rules import TieStepKind
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.directory.records import make_source


def a_tie(company: Company) -> Values:
    return {"tie_id": made.make_tie(company.client).id}


def the_mentors_tie(company: Company) -> Values:
    return {"tie_id": made.make_tie(company.client, created_by_id=company.world.mentor.id).id}


def an_ended_tie(company: Company) -> Values:
    tie = made.make_tie(company.client, ended_on=today())
    made.make_tie_step(tie, company.world.mentor, TieStepKind.ENDED)
    return {"tie_id": tie.id}


def a_tie_step(company: Company) -> Values:
    return {"step_id": made.make_tie_step(made.make_tie(company.client), company.world.mentor, TieStepKind.TOGETHER).id}


def a_circle(company: Company) -> Values:
    row = CircleSnapshot(
        client_id=company.client.id,
        drawn_on=today(),
        drawn_by=DrawnBy.TOGETHER,
        recorded_by_id=company.world.mentor.id,
        created_at=now(),
    )
    row.draw([CircleTie("0000000a", "Ruti", Ring.CLOSE)], [])
    return {"snapshot_id": made.keep(row).id}


def a_source(company: Company) -> Values:
    return {"source_id": make_source(company.world.mentor).id}
