"""A notice is written and published, and it is kept who was told it."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.audit import Act, record, record_alone
from caseapp.clients.models import Client
from caseapp.clients.queries import ensure_visible, find_client
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.followups.actions import finish_raised, raise_follow_up
from caseapp.followups.rules import FollowUpDraft, FollowUpSource
from caseapp.i18n import _
from caseapp.privacy.notices.models import NoticeTelling, PrivacyNotice
from caseapp.privacy.notices.notice_blocks import NoticePaper, notice_document
from caseapp.privacy.notices.page import own_languages
from caseapp.privacy.notices.queries import find_notice, open_retries, present_version, told_by
from caseapp.privacy.notices.rules import Manner, NoticeTellingDraft, NoticeTexts, check_telling, check_texts
from caseapp.reports.paper.actions import draw_for_person


@transaction
def write_notice(viewer: Viewer, texts: NoticeTexts, key: IdempotencyKey) -> PrivacyNotice:
    """Keep a version that nobody is told yet."""
    ensure(viewer, Capability.OVERSEE)
    if is_repeated(key, viewer.id):
        return find_notice(viewer, key.id)
    check_texts(texts)
    notice = PrivacyNotice(id=key.id)
    notice.write(texts, viewer.id, now())
    db.session.add(notice)
    db.session.flush()
    record(Act.NOTICE_WRITTEN, viewer, about=notice)
    return notice


@transaction
def change_notice(viewer: Viewer, notice_id: UUID, texts: NoticeTexts, version: int | None) -> None:
    """Keep what it says by now; what was published stays as it is."""
    notice = _unpublished(viewer, notice_id, version)
    check_texts(texts)
    notice.write(texts, viewer.id, now())
    record(Act.NOTICE_CHANGED, viewer, about=notice)


@transaction
def publish_notice(viewer: Viewer, notice_id: UUID, version: int | None) -> None:
    """From now on this is what clients are told; everybody is to be told anew."""
    db.session.execute(sa.select(PrivacyNotice.id).with_for_update())
    notice = _unpublished(viewer, notice_id, version)
    of = PrivacyNotice
    latest, since = db.session.execute(sa.select(sa.func.max(of.number), sa.func.max(of.published_at))).one()
    if since is not None and since > notice.written_at:
        raise RuleBroken(
            _("Another version was published since this one was saved. Read that one, then save this again.")
        )
    notice.number = (latest or 0) + 1
    notice.published_by_id, notice.published_at = viewer.id, now()
    db.session.flush()
    record(Act.NOTICE_PUBLISHED, viewer, about=notice, number=notice.number)


@transaction
def record_notice_telling(
    viewer: Viewer, client_id: UUID, notice_id: UUID | None, draft: NoticeTellingDraft, key: IdempotencyKey
) -> None:
    """Keep that this client was told the version that was read; what could not be done yet comes back as a task of
    whoever tried, and ends the task of an earlier time."""
    ensure(viewer, Capability.TELL_NOTICES)
    client = find_client(viewer, client_id, told_by)
    if is_repeated(key, viewer.id):
        return
    present = present_version(viewer)
    if present is None or present.id != notice_id:
        raise RuleBroken(_("Another version was published meanwhile. Read it first: the client is told that one."))
    check_telling(draft, present.texts.languages, own_languages(client), present.published_on, today())
    told = {"manner": draft.manner, "language": draft.language, "told_on": draft.told_on}
    telling = NoticeTelling(id=key.id, client_id=client_id, notice_id=present.id, **told)
    telling.created_by_id, telling.created_at = viewer.id, now()
    finish_raised(viewer, open_retries(viewer, client_id))
    if draft.manner is Manner.NOT_YET:
        telling.back_on, telling.hindrance = draft.back_on, draft.hindrance
        if may(viewer, Capability.RECORD_WORK):
            again = FollowUpDraft(_("Tell the notice about records"), draft.back_on)
            raise_follow_up(viewer, client_id, again, source=FollowUpSource.NOTICE, source_id=key.id)
    db.session.add(telling)
    db.session.flush()
    record(Act.NOTICE_TOLD, viewer, about=telling, clients=[client_id], manner=str(draft.manner))


def print_notice(viewer: Viewer, client: Client, paper: NoticePaper) -> bytes:
    """The notice for a client to take along, with its entry in the trail. In the current language."""
    ensure(viewer, Capability.TELL_NOTICES)
    ensure_visible(viewer, client.id, told_by)
    pdf = draw_for_person(notice_document(paper))
    record_alone(Act.PRINTED, viewer, clients=[client.id], via="web", language=paper.language, page="notice")
    return pdf


def _unpublished(viewer: Viewer, notice_id: UUID, version: int | None) -> PrivacyNotice:
    notice = find_notice(viewer, notice_id)
    expect_version(notice, version)
    if notice.number is not None:
        raise RuleBroken(_("This version was published and stays as it is. Write a new one."))
    return notice
