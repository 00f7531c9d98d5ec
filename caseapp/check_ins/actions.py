"""Sending the link of a check-in, answering it without an account, and seeing what was answered."""

from base64 import b32encode
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import BY_LINK, Capability, Viewer, ensure
from caseapp.accounts.sign_in.sessions import hashed
from caseapp.accounts.throttle_rules import network_of
from caseapp.accounts.throttling import AttemptCount, give_back, reserve
from caseapp.activities.messages.rules import MessageApp, apps_of, may_be_written_to
from caseapp.audit import Act, record, record_alone
from caseapp.check_ins.models import CheckIn
from caseapp.check_ins.queries import answerable, find_check_in_consent, find_own_assignment
from caseapp.check_ins.rules import CODE_MAX, SECRET_BYTES, TRIES, CheckInDraft, LinkViewer
from caseapp.clients.queries import ensure_visible, find_client, held_by, sees
from caseapp.clock import now
from caseapp.db import IdempotencyKey, about, changed_rows, db, is_repeated, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.measures.actions import add_measure
from caseapp.measures.definitions.definition_rules import PULSE, instruments
from caseapp.measures.definitions.scoring_rules import check_given
from caseapp.measures.queries import is_on
from caseapp.measures.rules import BY_LINK as ALONE_BY_LINK
from caseapp.measures.rules import MeasureDraft
from caseapp.organisation.queries import organisation_settings, threshold
from caseapp.organisation.rules import Threshold


class _Grounds(NamedTuple):
    """Why a client may be asked by a link: the consent, and the sender's own work with the client."""

    consent_id: UUID
    assignment_id: UUID


@transaction
def send_check_in(viewer: Viewer, client_id: UUID, app: MessageApp, key: IdempotencyKey) -> str:
    """The code of a new link that is opened in that app; one that was sent before ends. `RuleBroken` without consent,
    or where the client cannot or does not want to get messages. The same form gives the same code."""
    ensure(viewer, Capability.RECORD_WORK)
    client = find_client(viewer, client_id)
    code = _code_of(key.id)
    if is_repeated(key, viewer.id):
        return code
    if not may_be_written_to(client.phone, client.no_messages):
        raise RuleBroken(_("No messages can be sent to this number."))
    if app not in apps_of(organisation_settings().details.messengers.split()):
        raise RuleBroken(_("The organisation has not allowed this messenger."))
    if not is_on(instruments()[PULSE]):
        raise RuleBroken(_("The organisation has switched these questions off."))
    grounds = _grounds(viewer, client_id)
    before = sa.update(CheckIn).where(CheckIn.client_id == client_id, CheckIn.answered_at.is_(None))
    before = before.where(sees(viewer, CheckIn.client_id), CheckIn.expires_at > now())
    db.session.execute(about(before.values(expires_at=now()), [client_id]))
    check_in = CheckIn(
        id=key.id,
        client_id=client_id,
        secret_hash=hashed(code),
        consent_id=grounds.consent_id,
        assignment_id=grounds.assignment_id,
        sent_by_id=viewer.id,
        created_at=now(),
        expires_at=now() + timedelta(days=threshold(Threshold.CHECK_IN_DAYS)),
    )
    db.session.add(check_in)
    db.session.flush()
    record(Act.CHECK_IN_SENT, viewer, about=check_in, clients=[client_id], app=app.value)
    return code


def answer_check_in(draft: CheckInDraft, address: str | None) -> None:
    """Keep what a client without an account tapped. `RuleBroken` where nothing was, and alike for a code that is
    unknown, was used, or holds no more; `TooMany` for an address that tries one after another."""
    if not draft.answers and not draft.wants_call:
        raise RuleBroken(_("Nothing is chosen yet. Choose an answer, or “Please call me back”."))
    if draft.answers:
        check_given(draft.asked.instrument, draft.answers)
    tries = [AttemptCount(TRIES, network_of(address))]
    reserve(tries)
    try:
        _answer(draft)
    except RuleBroken:
        record_alone(Act.CHECK_IN_REFUSED, None)
        raise
    give_back(tries)


@transaction
def _answer(draft: CheckInDraft) -> None:
    # Whole links are pasted too, and line breaks come along.
    secret = "".join(draft.code.split()).rpartition("#")[2][:CODE_MAX].lower()
    found = answerable(sa.select(CheckIn).where(held_by(hashed(secret), CheckIn.secret_hash)))
    check_in: CheckIn | None = db.session.scalar(found)
    if check_in is None:
        raise _unusable()
    client_id, viewer = check_in.client_id, LinkViewer(check_in.sent_by_id, check_in.client_id, BY_LINK)
    once = sa.update(CheckIn).where(CheckIn.id == check_in.id, CheckIn.answered_at.is_(None))
    once = once.where(sees(viewer, CheckIn.client_id)).values(answered_at=now(), wants_call=draft.wants_call)
    if not changed_rows(about(once, [client_id])):
        raise _unusable()
    if draft.answers:
        given = MeasureDraft(draft.answers, ALONE_BY_LINK, draft.asked.language)
        taken = add_measure(viewer, client_id, draft.asked.instrument, given, uuid7())
        check_in.measure_id = taken.id
    record(Act.CHECK_IN_ANSWERED, None, about=check_in, clients=[client_id], call=draft.wants_call)


@transaction
def see_check_in(viewer: Viewer, check_in: CheckIn) -> None:
    """Whoever accompanies or answers for the client has seen what was answered; a second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, check_in.client_id)
    if check_in.answered_at is None or check_in.seen_at is not None:
        return
    check_in.seen_at, check_in.seen_by_id = now(), viewer.id
    record(Act.CHECK_IN_SEEN, viewer, about=check_in, clients=[check_in.client_id])


def _grounds(viewer: Viewer, client_id: UUID) -> _Grounds:
    consent_id, assignment_id = find_check_in_consent(viewer, client_id), find_own_assignment(viewer, client_id)
    if assignment_id is None:
        raise RuleBroken(_("Only a mentor of this client can send these questions."))
    if consent_id is None:
        raise RuleBroken(_("There is no consent to these questions. Ask the client first and record the consent."))
    return _Grounds(consent_id, assignment_id)


def _code_of(check_in_id: UUID) -> str:
    """The secret in a link: only the keys of the installation make it, and it is stored nowhere."""
    return b32encode(key_ring().blind("check-in", check_in_id.hex)[:SECRET_BYTES]).decode().lower()


def _unusable() -> RuleBroken:
    return RuleBroken(
        _(
            "This link cannot be used: it has been answered, or its time is over. If you have just answered, your "
            "answer has arrived."
        )
    )
