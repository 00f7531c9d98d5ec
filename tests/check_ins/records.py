"""Check-ins, for tests."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.accounts.models import User
from caseapp.accounts.sign_in.sessions import hashed
from caseapp.check_ins.models import CheckIn
from caseapp.clients.consents.rules import ConsentContent, Recipient
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep, make_consent


def make_check_in(client: Client, mentor: User, **more: Any) -> CheckIn:
    """A link that was sent and has not been answered, under a consent of its own."""
    consent = make_consent(client, mentor, recipient=Recipient.CLIENT, content=ConsentContent.CHECK_IN)
    of = sa.select(Assignment.id).where(for_maintenance(), Assignment.client_id == client.id).limit(1)
    values = {"created_at": now(), "expires_at": now() + timedelta(days=3), "wants_call": False} | more
    grounds = {"consent_id": consent.id, "assignment_id": db.session.scalar(of), "sent_by_id": mentor.id}
    return keep(CheckIn(client_id=client.id, secret_hash=hashed(uuid7().hex), **grounds, **values))


def an_answered_check_in(company: Company) -> Values:
    """An answer that nobody has seen."""
    answered = make_check_in(company.client, company.world.mentor, answered_at=now(), wants_call=True)
    return {"check_in_id": answered.id}


def a_link_language(company: Company) -> Values:
    """The language of the page that a link opens."""
    return {"code": "en"}
