"""Actions on small wins."""

from uuid import UUID

from caseapp.access import BESIDE, Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.goals.queries import find_goal
from caseapp.goals.wins.models import SmallWin
from caseapp.goals.wins.queries import find_win
from caseapp.goals.wins.rules import WinDraft, check_win, may_undo
from caseapp.i18n import _


@transaction
def add_win(viewer: Viewer, client_id: UUID, draft: WinDraft, key: IdempotencyKey) -> SmallWin:
    """Keep what went well today."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_win(viewer, key.id)
    check_win(draft)
    if draft.goal_id and find_goal(viewer, draft.goal_id).client_id != client_id:
        raise NotVisible
    win = SmallWin(
        id=key.id,
        client_id=client_id,
        goal_id=draft.goal_id,
        won_on=today(),
        by_client=viewer.role == BESIDE,
        created_by_id=viewer.id,
        created_at=now(),
    )
    win.words = draft.words.strip()
    db.session.add(win)
    db.session.flush()
    record(Act.WIN_ADDED, viewer, about=win, clients=[client_id])
    return win


@transaction
def take_back_win(viewer: Viewer, win: SmallWin) -> None:
    """Undo on the same day. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, win.client_id)
    if win.taken_back_at is not None:
        return
    if not may_undo(win.by_client, viewer.role == BESIDE, win.won_on, today()):
        raise RuleBroken(_("This can be undone only on the day on which it was written."))
    win.taken_back_at = now()
    record(Act.WIN_TAKEN_BACK, viewer, about=win, clients=[win.client_id])
