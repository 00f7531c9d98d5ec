"""Recording, withdrawing and correcting consents."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.queries import find_consent
from caseapp.clients.consents.rules import (
    REASON_MAX,
    ConsentManner,
    ConsentTerms,
    WithdrawalDraft,
    check_consent,
    check_withdrawal,
)
from caseapp.clients.file.queries import representatives_of
from caseapp.clients.file.representation_rules import DecidedAct, deciding
from caseapp.clients.queries import ensure_visible, is_own_or_in_charge
from caseapp.clients.rules import check_error_reason
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import _


@transaction
def record_consent(viewer: Viewer, client_id: UUID, terms: ConsentTerms, key: IdempotencyKey) -> Consent:
    """Record a client's consent."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_consent(viewer, key.id)
    check_consent(terms, today())
    if terms.manner is ConsentManner.GUARDIAN:
        _check_representative(viewer, client_id, terms)
    consent = Consent(
        id=key.id,
        client_id=client_id,
        recipient=terms.recipient,
        content=terms.content,
        manner=terms.manner,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        taken_on=terms.taken_on,
        created_by_id=viewer.id,
        created_at=now(),
    )
    consent.who, consent.purpose, consent.taken_by = terms.who, terms.purpose, terms.taken_by
    db.session.add(consent)
    db.session.flush()
    what = {"recipient": str(terms.recipient), "content": str(terms.content)}
    record(Act.CONSENT_RECORDED, viewer, about=consent, clients=[client_id], **what)
    return consent


def _check_representative(viewer: Viewer, client_id: UUID, terms: ConsentTerms) -> None:
    if not deciding(representatives_of(viewer, client_id), DecidedAct.CONSENT, terms.taken_on):
        sentence = _("Nobody on the file could consent beside the client on that day. Add the representation first.")
        raise RuleBroken(sentence, "manner")


@transaction
def withdraw_consent(viewer: Viewer, consent: Consent, draft: WithdrawalDraft) -> None:
    """Record that the client withdrew a consent from that day on; sending it twice changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, consent.client_id)
    if consent.withdrawn_on is not None and (consent.withdrawn_on, consent.withdrawal) == (draft.on, draft.words):
        return
    if consent.withdrawn_on is not None or consent.is_in_error:
        raise RuleBroken(
            _("This consent has already been withdrawn or marked as entered in error. It cannot be changed.")
        )
    check_withdrawal(draft, consent.taken_on, today())
    consent.withdrawn_on, consent.withdrawal = draft.on, draft.words
    consent.withdrawn_by_id, consent.withdrawn_at = viewer.id, now()
    record(Act.CONSENT_WITHDRAWN, viewer, about=consent, clients=[consent.client_id])


@transaction
def mark_consent_in_error(viewer: Viewer, consent: Consent, reason: str) -> None:
    """Mark a consent as entered in error; only its writer and whoever is in charge of the client may."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, consent.client_id)
    if not is_own_or_in_charge(viewer, consent.created_by_id, consent.client_id):
        raise NotAllowed(Capability.SUPERVISE)
    if consent.is_in_error:
        return
    check_error_reason(reason, REASON_MAX)
    consent.mark_in_error(reason, now())
    record(Act.ENTERED_IN_ERROR, viewer, about=consent, clients=[consent.client_id])
