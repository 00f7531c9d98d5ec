"""The person's rights: the whole file, passages that it does not show, and requests."""

from caseapp.clock import now, today
from caseapp.privacy.requests.models import PrivacyRequest
from caseapp.privacy.requests.rules import AskedBy, DecisionDraft, RequestDecision, RequestKind
from caseapp.privacy.whole_file.models import BlackenedPassage, WholeFile
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values, the_client


def a_whole_file(company: Company) -> Values:
    by = company.world.supervisor
    file = WholeFile(client_id=company.client.id, by_id=by.id, language="he", created_at=now())
    file.purpose = "A letter"
    file.keep(b"PK", now())
    return {"file_id": made.keep(file).id}


def a_passage(company: Company) -> Values:
    by = company.world.supervisor
    passage = BlackenedPassage(client_id=company.client.id, by_id=by.id, created_at=now())
    passage.words = "somebody else"
    return {**the_client(company), "passage_id": made.keep(passage).id}


def a_request(company: Company) -> Values:
    return {"request_id": made.keep(_request(company)).id}


def a_decided_request(company: Company) -> Values:
    request = _request(company)
    request.decide(DecisionDraft(RequestDecision.GRANTED, "It is yours"), company.world.supervisor.id, now())
    return {"request_id": made.keep(request).id}


def _request(company: Company) -> PrivacyRequest:
    days = {"received_on": today(), "due_on": today(), "created_at": now()}
    by = {"client_id": company.client.id, "created_by_id": company.world.supervisor.id}
    request = PrivacyRequest(kind=RequestKind.ACCESS, asked_by=AskedBy.REPRESENTATIVE, **by, **days)
    request.representative, request.papers, request.words = "Her sister", "An appointment of May", "All of it"
    return request
