"""Answers about the duty to report, for whoever gave them and whoever is in charge of the client's team."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients, in_charge
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.followups.duty.models import DutyReport, DutySettings
from caseapp.followups.duty.rules import (
    STATE_NAMES,
    USUAL_GUIDE,
    DutyAnswers,
    DutyGuide,
    DutyState,
    Placed,
    read_answers,
    state_of,
)


class DutyRow(NamedTuple):
    """One person's answers about one concern, and within how many hours the organisation wants it done."""

    id: UUID
    concern_id: UUID
    by_id: UUID
    by: str
    begun_at: datetime
    answers: DutyAnswers
    hours: int

    @property
    def state(self) -> DutyState:
        """How it stands now."""
        return state_of(self.answers, Placed(self.begun_at, self.hours), now())

    @property
    def state_name(self) -> str:
        """The same in words."""
        return str(STATE_NAMES[self.state])


def duty_guide(viewer: Viewer) -> DutyGuide:
    """What the organisation says of the duty."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    of = DutySettings
    row = db.session.execute(sa.select(of.words, of.social_worker, of.police, of.source, of.hours).limit(1)).first()
    usual: dict[str, Any] = {name: text if isinstance(text, int) else str(text) for name, text in USUAL_GUIDE.items()}
    if row is None:
        return DutyGuide(**usual)
    own = dict(row._mapping)
    return DutyGuide(**own | {name: own[name] or usual[name] for name in ("words", "source")})


def find_guide_version(viewer: Viewer) -> int | None:
    """The version of those words, for a form that changes them; None as long as nobody did."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    return db.session.scalar(sa.select(DutySettings.version).limit(1))


def find_own_duty(viewer: Viewer, concern_id: UUID) -> DutyReport | None:
    """The viewer's own answers about a concern, if there are any."""
    found = _visible(viewer, DutyReport).where(DutyReport.concern_id == concern_id, DutyReport.by_id == viewer.id)
    row: DutyReport | None = db.session.scalar(found)
    return row


def require_own_duty(viewer: Viewer, concern_id: UUID) -> DutyReport:
    """The viewer's own answers about a concern, or `NotVisible`."""
    row = find_own_duty(viewer, concern_id)
    if row is None:
        raise NotVisible
    return row


def duties_about(viewer: Viewer, concern_ids: Sequence[UUID]) -> dict[UUID, list[DutyRow]]:
    """The answers about these concerns that the viewer may see, the first ones first."""
    rows: dict[UUID, list[DutyRow]] = defaultdict(list)
    of, hours = DutyReport, duty_guide(viewer).hours
    columns = (of.id, of.concern_id, of.by_id, User.name.label("by"), of.begun_at, of.answers_sealed)
    found = _visible(viewer, *columns).join(User, User.id == of.by_id).where(of.concern_id.in_(concern_ids))
    for row in db.session.execute(found.order_by(of.begun_at, of.id)):
        answers = read_answers(of.answers_text.open(row.id, row.answers_sealed))
        rows[row.concern_id].append(DutyRow(row.id, row.concern_id, row.by_id, row.by, row.begun_at, answers, hours))
    return rows


def _visible(viewer: Viewer, *columns: Any) -> sa.Select[Any]:
    """Only what the viewer answered, or whoever is in charge of the client's team sees; nobody else, and nobody while a
    client holds the screen or in an emergency."""
    ensure(viewer, Capability.REPORT_OFFENCES)
    is_own_or_led = sa.or_(DutyReport.by_id == viewer.id, in_charge(viewer, DutyReport.client_id))
    return about_visible_clients(viewer, DutyReport, *columns).where(is_own_or_led)
