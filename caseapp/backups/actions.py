"""Keeping what became of each night's backup and proof, with its entry in the trail."""

from datetime import date
from socket import gethostname

import sqlalchemy as sa

from caseapp.audit import Act, record
from caseapp.backups.models import HOST_MAX, BackupRun
from caseapp.backups.rules import PROOF_EACH, BackupFault, BackupTask
from caseapp.clock import now
from caseapp.db import db, transaction


def find_run(task: BackupTask, night: date) -> BackupRun | None:
    """What became of that task in that night."""
    return db.session.scalar(sa.select(BackupRun).where(BackupRun.task == task, BackupRun.night == night))


def is_proof_due(night: date) -> bool:
    """Whether a restore is to be proved in that night. It is tried once a night, because it takes long."""
    if find_run(BackupTask.PROOF, night):
        return False
    of_good = sa.select(sa.func.max(BackupRun.night)).where(
        BackupRun.task == BackupTask.PROOF,
        BackupRun.night < night,
        BackupRun.ended_at.is_not(None),
        BackupRun.fault.is_(None),
    )
    last = db.session.scalar(of_good)
    return last is None or night - last >= PROOF_EACH


def last_size() -> int:
    """How large the last backup was; 0 before the first."""
    sizes = sa.select(BackupRun.file_bytes).where(BackupRun.file_bytes > 0, BackupRun.task != BackupTask.PROOF)
    return db.session.scalar(sizes.order_by(BackupRun.begun_at.desc()).limit(1)) or 0


@transaction
def begin_run(task: BackupTask, night: date) -> BackupRun:
    """From now on this night's task is under way, or again."""
    run = find_run(task, night)
    if run is None:
        run = BackupRun(task=task, night=night)
        db.session.add(run)
    run.begun_at, run.ended_at, run.fault, run.host = now(), None, None, gethostname()[:HOST_MAX]
    return run


@transaction
def end_good(run: BackupRun, file_name: str, file_bytes: int, *, is_beside: bool = False) -> None:
    """The task was done and what it made was found good."""
    run.ended_at, run.file_name, run.file_bytes, run.is_beside = now(), file_name, file_bytes, is_beside
    db.session.add(run)
    act = Act.RESTORE_PROVED if run.task is BackupTask.PROOF else Act.BACKED_UP
    record(act, None, about=run, place=str(run.task), file=file_name, bytes=file_bytes)


@transaction
def end_failed(run: BackupRun, fault: BackupFault) -> None:
    """The task was not done."""
    run.ended_at, run.fault = now(), fault
    db.session.add(run)
    act = Act.RESTORE_NOT_PROVED if run.task is BackupTask.PROOF else Act.NOT_BACKED_UP
    record(act, None, about=run, place=str(run.task), fault=str(fault))
