"""How it stands with the backups."""

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.backups.models import BackupRun
from caseapp.backups.rules import BackupFault, BackupTask
from caseapp.clock import CLOCKS_DIFFER, now
from caseapp.db import db

LATELY = timedelta(days=62)


class TaskStanding(NamedTuple):
    """When a task was last done well, and how its last attempt ended: with a fault, not at all, or well."""

    task: BackupTask
    good_at: datetime | None = None
    good_file: str = ""
    good_bytes: int = 0
    seconds: float = 0
    is_beside: bool = False
    tried_at: datetime | None = None
    is_cut_short: bool = False
    fault: BackupFault | None = None


def list_standings(viewer: Viewer) -> dict[BackupTask, TaskStanding]:
    """Each task as it stands, for whoever runs the installation."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    return {task: _standing(task) for task in BackupTask}


def _standing(task: BackupTask) -> TaskStanding:
    """One task as it stands. What is dated later than now comes from a clock that was wrong, and counts for nothing."""
    runs = db.session.scalars(
        sa.select(BackupRun)
        .where(BackupRun.task == task, BackupRun.begun_at <= now() + CLOCKS_DIFFER)
        .order_by(BackupRun.begun_at.desc())
        .limit(LATELY.days)
    ).all()
    if not runs:
        return TaskStanding(task)
    last, good = runs[0], next((run for run in runs if run.is_good), None)
    found = TaskStanding(task, tried_at=last.begun_at, is_cut_short=last.ended_at is None, fault=last.fault)
    if good is None or good.ended_at is None:
        return found
    return found._replace(
        good_at=good.ended_at,
        good_file=good.file_name,
        good_bytes=good.file_bytes,
        seconds=(good.ended_at - good.begun_at).total_seconds(),
        is_beside=good.is_beside,
    )
