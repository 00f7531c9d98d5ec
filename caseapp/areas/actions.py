"""Actions of a meeting with a shape: keep a talk, end an area."""

from datetime import timedelta
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.areas.models import AreaRating, AreaTalk, LifeArea
from caseapp.areas.queries import find_area, find_talk, list_areas
from caseapp.areas.rules import AreaMark, AreaTalkDraft, check_talk
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotVisible
from caseapp.followups.actions import raise_follow_up
from caseapp.followups.rules import FollowUpDraft


@transaction
def keep_talk(viewer: Viewer, client_id: UUID, draft: AreaTalkDraft, key: IdempotencyKey) -> AreaTalk:
    """Keep how the client rated the areas, what was said, and what was agreed: each agreement becomes a task, with
    which the next meeting begins."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_talk(viewer, key.id)
    known = {area.id for area in list_areas(viewer, client_id) if area.ended_on is None}
    if any(mark.area_id and mark.area_id not in known for mark in draft.marks):
        raise NotVisible
    check_talk(draft, len(known))
    talk = AreaTalk(id=key.id, client_id=client_id, held_on=today(), by_id=viewer.id, created_at=now())
    talk.understand, talk.forward, talk.options = draft.understand, draft.forward, draft.options
    talk.agreed = "\n".join(draft.agreed)
    db.session.add(talk)
    db.session.flush()
    _keep_marks(talk, draft)
    record(Act.AREAS_TALKED, viewer, about=talk, clients=[client_id])
    for words in draft.agreed:
        raise_follow_up(viewer, client_id, FollowUpDraft(words))
    return talk


@transaction
def end_area(viewer: Viewer, area_id: UUID) -> LifeArea:
    """Ask no longer about an area; what was said about it stays. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    area = find_area(viewer, area_id)
    if area.ended_on is None:
        area.ended_on = today()
        record(Act.AREA_ENDED, viewer, about=area, clients=[area.client_id])
    return area


def _keep_marks(talk: AreaTalk, draft: AreaTalkDraft) -> None:
    for place, mark in enumerate(draft.marks):
        area_id = mark.area_id or _name_area(talk, mark, place)
        if area_id and not mark.is_empty:
            rating = AreaRating(talk_id=talk.id, area_id=area_id, client_id=talk.client_id, level=mark.level)
            rating.is_chosen = mark.is_chosen
            db.session.add(rating)
    db.session.flush()


def _name_area(talk: AreaTalk, mark: AreaMark, place: int) -> UUID | None:
    """The id of a new area, if it was named; those of one talk stand in their order."""
    if not mark.words:
        return None
    area = LifeArea(client_id=talk.client_id, created_at=talk.created_at + timedelta(microseconds=place))
    area.words = mark.words
    db.session.add(area)
    db.session.flush()
    return area.id
