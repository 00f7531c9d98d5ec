"""What the file for an inspector is made of, beside what the other pages show."""

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit.models import Entry
from caseapp.backups.models import BackupRun
from caseapp.backups.rules import BackupFault, BackupTask
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.oversight.duties.models import TrailCheck
from caseapp.oversight.duties.queries import CheckRow
from caseapp.oversight.evidence.rules import CHECKS, DRILLS, LARGE, SecurityLevel
from caseapp.watch.months.models import ReadingReview


class DrillRow(NamedTuple):
    """A restore that was tried: in which night, and how it ended; `fault` is nothing where it was proved."""

    night: date
    ended_at: datetime | None
    fault: BackupFault | None


class MonthSigned(NamedTuple):
    """The review of a month's reading, and who signed it when."""

    month: date
    pairs: int
    signed_by: str | None
    signed_at: datetime | None


def level_of(viewer: Viewer) -> tuple[SecurityLevel, int]:
    """The level of security by the number of people who are allowed in, and that number."""
    ensure(viewer, Capability.OVERSEE)
    people = db.session.scalar(sa.select(sa.func.count()).where(User.disabled_at.is_(None))) or 0
    return (SecurityLevel.HIGH if people > LARGE else SecurityLevel.MEDIUM), people


def officers(viewer: Viewer) -> list[str]:
    """The names of the privacy officers."""
    ensure(viewer, Capability.OVERSEE)
    found = sa.select(User.name).where(User.role == Role.PRIVACY_OFFICER, User.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(User.name, User.id)))


def trail_begins_at(viewer: Viewer) -> datetime | None:
    """The instant of the first entry of the trail; ids are in the order of time."""
    ensure(viewer, Capability.OVERSEE)
    return db.session.scalar(sa.select(Entry.at).order_by(Entry.id).limit(1))


def trail_checks(viewer: Viewer) -> list[CheckRow]:
    """The last verifications of the trail, the newest first."""
    ensure(viewer, Capability.OVERSEE)
    of = TrailCheck
    found = sa.select(of.day, of.entries, of.faults, of.first_fault, of.ended_at).order_by(of.day.desc()).limit(CHECKS)
    return [CheckRow(**row._mapping) for row in db.session.execute(found)]


def restore_drills(viewer: Viewer) -> list[DrillRow]:
    """The last restores that were tried, the newest first."""
    ensure(viewer, Capability.OVERSEE)
    of = BackupRun
    found = sa.select(of.night, of.ended_at, of.fault).where(of.task == BackupTask.PROOF, of.begun_at <= now())
    rows = db.session.execute(found.order_by(of.night.desc()).limit(DRILLS))
    return [DrillRow(**row._mapping) for row in rows]


def months_signed(viewer: Viewer) -> list[MonthSigned]:
    """The reviews of the last two years, the newest first."""
    ensure(viewer, Capability.OVERSEE)
    of, since = ReadingReview, today().replace(day=1, year=today().year - 2)
    found = sa.select(of.month, of.pairs, User.name.label("signed_by"), of.signed_at)
    found = found.outerjoin(User, User.id == of.signed_by_id).where(of.month >= since).order_by(of.month.desc())
    return [MonthSigned(**row._mapping) for row in db.session.execute(found)]
