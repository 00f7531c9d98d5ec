"""The small wins of the viewer's clients."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.access import BESIDE, Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.goals.models import Goal
from caseapp.goals.wins.models import SmallWin
from caseapp.goals.wins.rules import may_undo


class WinRow(NamedTuple):
    """One small win, opened."""

    id: UUID
    on: date
    words: str
    goal: str
    by_client: bool
    may_undo: bool


def find_win(viewer: Viewer, win_id: UUID) -> SmallWin:
    """The win, or `NotVisible`."""
    win: SmallWin | None = db.session.scalar(about_visible_clients(viewer, SmallWin).where(SmallWin.id == win_id))
    if win is None:
        raise NotVisible
    return win


def wins_of(viewer: Viewer, client_id: UUID, limit: int = 200) -> list[WinRow]:
    """What went well for a client, the newest first; not what was taken back."""
    return [_win_row(viewer, row) for row in db.session.execute(*_wins(viewer, client_id, None, limit))]


def wins_since(viewer: Viewer, goal: Goal, since: date | None, limit: int = 20) -> list[WinRow]:
    """What went well since that day, towards this goal or towards none: evidence for its next rating."""
    found = db.session.execute(*_wins(viewer, goal.client_id, goal.id, 200))
    rows = [row for row in found if since is None or row.won_on >= since]
    return [_win_row(viewer, row) for row in rows[:limit]]


@prepared
def _wins(viewer: Viewer, client_id: UUID, goal_id: UUID | None, limit: int) -> Rows:
    of = SmallWin
    columns = (of.id, of.won_on, of.words_sealed, of.by_client, of.goal_id)
    found = about_visible_clients(viewer, of, *columns, Goal.client_words_sealed)
    found = found.outerjoin(Goal, Goal.id == of.goal_id).where(of.client_id == client_id, of.taken_back_at.is_(None))
    if goal_id is not None:
        found = found.where(of.goal_id.is_(None) | (of.goal_id == goal_id))
    return found.order_by(of.won_on.desc(), of.created_at.desc(), of.id.desc()).limit(limit)


def _win_row(viewer: Viewer, row: Any) -> WinRow:
    is_client = viewer.role == BESIDE
    goal = Goal.client_words.open(row.goal_id, row.client_words_sealed) if row.goal_id else ""
    return WinRow(
        id=row.id,
        on=row.won_on,
        words=SmallWin.words.open(row.id, row.words_sealed),
        goal=goal,
        by_client=row.by_client,
        may_undo=may_undo(row.by_client, is_client, row.won_on, today()),
    )
