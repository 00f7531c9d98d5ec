"""Meetings with a client, their notes, and what is to be done."""

from datetime import timedelta

from uuid_utils.compat import uuid7

from caseapp.activities.rules import Outcome
from caseapp.clock import now, today
from caseapp.drafts.models import Draft
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values


def an_activity(company: Company) -> Values:
    return {"activity_id": made.make_activity(company.client, company.world.mentor, today()).id}


def a_final_note(company: Company) -> Values:
    written_at = now() - timedelta(days=60)
    return {"activity_id": made.make_activity(company.client, company.world.mentor, today(), noted_at=written_at).id}


def a_plan(company: Company) -> Values:
    planned = {"outcome": Outcome.PLANNED, "note": ""}
    return {"activity_id": made.make_activity(company.client, company.world.mentor, today(), **planned).id}


def a_follow_up(company: Company) -> Values:
    return {"follow_up_id": made.make_follow_up(company.client, company.world.mentor).id}


def a_concern(company: Company) -> Values:
    return {"concern_id": made.make_concern(company.client, company.world.mentor).id}


def a_draft(company: Company) -> Values:
    draft = Draft(person_id=company.world.mentor.id, key=uuid7(), path="/", form="", number=1)
    draft.begun_at = draft.saved_at = now()
    return {"key": made.keep(draft).key}


def a_device(company: Company) -> Values:
    return {"device": "0" * 32}


def a_list_of_the_day(company: Company) -> Values:
    return {"part": "waiting"}
