"""Answering about the duty to report, walking it as a drill, and setting its words.

The entries in the trail name the answers and no client: whoever may see a client's readers does not learn from them
that there is a report.
"""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import local, now
from caseapp.db import db, expect_version, transaction
from caseapp.followups.duty.models import DutyReport, DutySettings
from caseapp.followups.duty.queries import find_own_duty
from caseapp.followups.duty.rules import USUAL_GUIDE, DutyAnswers, DutyGuide, check_answers, check_guide
from caseapp.followups.queries import find_concern


@transaction
def answer_duty(viewer: Viewer, concern_id: UUID, answers: DutyAnswers, version: int | None) -> DutyReport:
    """Keep the viewer's own answers about a concern; later ones take the place of earlier ones."""
    ensure(viewer, Capability.REPORT_OFFENCES)
    concern = find_concern(viewer, concern_id)
    check_answers(answers, local(now()))
    row = find_own_duty(viewer, concern_id)
    if row is None:
        row = DutyReport(client_id=concern.client_id, concern_id=concern_id, by_id=viewer.id, begun_at=now())
        db.session.add(row)
    else:
        expect_version(row, version)
    row.answer(answers)
    db.session.flush()
    record(Act.DUTY_ANSWERED, viewer, about=row)
    return row


@transaction
def record_drill(viewer: Viewer) -> None:
    """That the duty was walked as a drill. Nothing of it is kept but this entry."""
    ensure(viewer, Capability.REPORT_OFFENCES)
    record(Act.DUTY_DRILLED, viewer)


@transaction
def change_guide(viewer: Viewer, guide: DutyGuide, version: int | None) -> None:
    """Save what the organisation says of the duty. Words that equal the program's own are not stored, so that they stay
    in every language."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    check_guide(guide)
    row = db.session.scalar(sa.select(DutySettings).limit(1))
    if row is None:
        row = DutySettings()
        db.session.add(row)
    else:
        expect_version(row, version)
    for name, value in vars(guide).items():
        setattr(row, name, "" if name in ("words", "source") and value == str(USUAL_GUIDE[name]) else value)
    db.session.flush()
    record(Act.DUTY_GUIDE_CHANGED, viewer, about=row)
