"""How it stands with the backups."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.backups.models import BackupRun
from caseapp.backups.rules import BackupFault, BackupTask
from caseapp.clock import CLOCKS_DIFFER, now
from caseapp.db import db


class TaskStanding(NamedTuple):
    """When a task was last done well, and how its last attempt ended: with a fault, not at all, or well."""

    task: BackupTask
    good_at: datetime | None = None
    seconds: float = 0
    is_beside: bool = False
    tried_at: datetime | None = None
    is_cut_short: bool = False
    fault: BackupFault | None = None


def list_standings(viewer: Viewer) -> dict[BackupTask, TaskStanding]:
    """Each task as it stands, for whoever runs the installation. What is dated later than now comes from a clock that
    was wrong, and counts for nothing."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    when_good = sa.case((sa.and_(BackupRun.ended_at.is_not(None), BackupRun.fault.is_(None)), BackupRun.begun_at))
    latest = (
        sa.select(BackupRun.task, sa.func.max(BackupRun.begun_at).label("tried"), sa.func.max(when_good).label("good"))
        .where(BackupRun.begun_at <= now() + CLOCKS_DIFFER)
        .group_by(BackupRun.task)
        .subquery()
    )
    is_told = sa.or_(BackupRun.begun_at == latest.c.tried, BackupRun.begun_at == latest.c.good)
    told = sa.select(BackupRun).join(latest, sa.and_(latest.c.task == BackupRun.task, is_told))
    runs: dict[BackupTask, list[BackupRun]] = {task: [] for task in BackupTask}
    for run in db.session.scalars(told.order_by(BackupRun.begun_at.desc())):
        runs[run.task].append(run)
    return {task: _standing(task, of_task) for task, of_task in runs.items()}


def _standing(task: BackupTask, runs: Sequence[BackupRun]) -> TaskStanding:
    """One task as it stands, from its runs, the latest first."""
    if not runs:
        return TaskStanding(task)
    last, good = runs[0], next((run for run in runs if run.is_good), None)
    found = TaskStanding(task, tried_at=last.begun_at, is_cut_short=last.ended_at is None, fault=last.fault)
    if good is None or good.ended_at is None:
        return found
    return found._replace(
        good_at=good.ended_at,
        seconds=(good.ended_at - good.begun_at).total_seconds(),
        is_beside=good.is_beside,
    )
