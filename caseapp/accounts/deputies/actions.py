"""Setting who stands in for the supervisor of a team, and ending it."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.deputies.queries import deputies_of, eligible_deputies, find_deputyship
from caseapp.accounts.deputies.rules import DeputyDraft, check_days, earliest_end, is_longer, is_over, overlaps
from caseapp.accounts.joining_rules import JoiningKind, Wish
from caseapp.accounts.joinings.actions import ask, replace_open
from caseapp.accounts.models import Deputyship, Team, User
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _


@transaction
def set_deputy(viewer: Viewer, team_id: UUID, draft: DeputyDraft, key: IdempotencyKey) -> Deputyship:
    """Let somebody stand in for a team's supervisor on these days, both included; one deputy at a time.

    Until a second person has confirmed it, it is kept as one that was taken back before its start.
    """
    ensure(viewer, Capability.MANAGE_USERS)
    if is_repeated(key, viewer.id):
        return find_deputyship(viewer, team_id, key.id)
    _lock_team(team_id)
    check_days(draft.starts_on, draft.ends_on, today())
    if draft.person_id not in {person.id for person in eligible_deputies(viewer, team_id)}:
        raise RuleBroken(_("Choose someone from the list."), "person_id")
    _expect_free(viewer, team_id, draft.starts_on, draft.ends_on)
    deputyship = Deputyship(
        id=key.id,
        team_id=team_id,
        person=db.session.get_one(User, draft.person_id),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        set_by_id=viewer.id,
        set_at=now(),
    )
    db.session.add(deputyship)
    db.session.flush()
    if _waits(viewer, deputyship, draft.ends_on):
        deputyship.ends_on = draft.starts_on - timedelta(days=1)
    _record(viewer, Act.DEPUTY_SET, deputyship)
    return deputyship


@transaction
def end_deputyship(viewer: Viewer, deputyship: Deputyship, ends_on: date, version: int | None) -> bool:
    """Set the last day. Yesterday ends it at once; the day before its start takes it back.

    Returns whether a later day than the former one waits for a second person.
    """
    ensure(viewer, Capability.MANAGE_USERS)
    _lock_team(deputyship.team_id)
    expect_version(deputyship, version)
    if is_over(deputyship.starts_on, deputyship.ends_on, today()):
        raise RuleBroken(_("This deputy's period has ended. Past dates cannot be changed."))
    if ends_on < earliest_end(deputyship.starts_on, today()):
        raise RuleBroken(_("Past dates cannot be changed. The earliest end date is yesterday."), "ends_on")
    _expect_free(viewer, deputyship.team_id, deputyship.starts_on, ends_on, but=deputyship.id)
    if is_longer(ends_on, deputyship.ends_on) and _waits(viewer, deputyship, ends_on):
        return True
    replace_open(deputyship.person_id, JoiningKind.DEPUTY, deputyship.id)
    deputyship.ends_on = ends_on
    _record(viewer, Act.DEPUTY_CHANGED, deputyship)
    return False


def _waits(viewer: Viewer, deputyship: Deputyship, ends_on: date | None) -> bool:
    person = deputyship.person
    return ask(viewer, person, Wish(JoiningKind.DEPUTY, person.role, deputyship.team_id, deputyship.id, ends_on))


def _lock_team(team_id: UUID) -> None:
    """Changes to a team's deputies wait for each other, so that two never cover the same day."""
    db.session.execute(sa.select(Team.id).where(Team.id == team_id).with_for_update())


def _expect_free(viewer: Viewer, team_id: UUID, starts_on: date, ends_on: date | None, but: UUID | None = None) -> None:
    for other in deputies_of(viewer, team_id):
        if other.id != but and overlaps(starts_on, ends_on, other.starts_on, other.wanted_until):
            sentence = _("%(name)s is already a deputy on some of these dates.", name=other.name)
            raise RuleBroken(sentence, "ends_on" if but else "starts_on")


def _record(viewer: Viewer, what: Act, deputyship: Deputyship) -> None:
    record(
        what,
        viewer,
        about=deputyship,
        team=deputyship.team_id.hex,
        person=deputyship.person_id.hex,
        starts_on=deputyship.starts_on.isoformat(),
        ends_on=deputyship.ends_on.isoformat() if deputyship.ends_on else None,
    )
