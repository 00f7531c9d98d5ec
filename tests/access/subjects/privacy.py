"""The person's rights: the whole file, passages that it does not show, requests, holds and erasures."""

import sqlalchemy as sa

from caseapp.clock import now, today
from caseapp.db import db
from caseapp.privacy.holds.models import LegalHold
from caseapp.privacy.notices.models import PrivacyNotice
from caseapp.privacy.notices.rules import NoticeTexts
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import Ground, OrderDraft, OrderKind, OrderState
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


def a_hold(company: Company) -> Values:
    hold = LegalHold(client_id=company.client.id, set_by_id=company.world.supervisor.id, set_at=now())
    hold.reason = "A claim"
    return {"hold_id": made.keep(hold).id}


def a_notice(company: Company) -> Values:
    return {"notice_id": made.keep(_notice(company)).id}


def the_client_to_tell(company: Company) -> Values:
    if db.session.scalar(sa.select(PrivacyNotice.id).where(PrivacyNotice.number.is_not(None))) is None:
        notice = _notice(company)
        notice.number, notice.published_by_id, notice.published_at = 1, company.world.administrator.id, now()
        made.keep(notice)
    return the_client(company)


def _notice(company: Company) -> PrivacyNotice:
    notice = PrivacyNotice()
    notice.write(NoticeTexts(he="מה נשמר", en="What is kept"), company.world.administrator.id, now())
    return notice


def an_order(company: Company) -> Values:
    made.keep(_granted(company))
    return {"order_id": made.keep(_order(company, Ground.REQUEST, OrderState.ASKED)).id}


def a_due_client(company: Company) -> Values:
    made.keep(_order(company, Ground.RETENTION, OrderState.PROPOSED))
    return {}


def an_asked_list(company: Company) -> Values:
    made.keep(_order(company, Ground.RETENTION, OrderState.ASKED))
    return {}


def _order(company: Company, ground: Ground = Ground.REQUEST, state: OrderState = OrderState.ASKED) -> ErasureOrder:
    client, by = company.client, company.world.supervisor
    whose = {"client_id": client.id, "team_id": client.team_id, "kept_until": today()}
    order = ErasureOrder(**whose, kind=OrderKind.ERASE, ground=ground, state=state)
    if state is OrderState.ASKED:
        order.ask(OrderDraft(OrderKind.ERASE, "She asked"), by.id, now())
    return order


def _granted(company: Company) -> PrivacyRequest:
    request = _request(company)
    request.kind = RequestKind.ERASURE
    request.decide(DecisionDraft(RequestDecision.GRANTED, "It is yours"), company.world.supervisor.id, now())
    return request


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
