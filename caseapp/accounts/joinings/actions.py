"""A second person confirms, or refuses, that somebody comes to see clients."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.joining_rules import Confirmer, Decision, JoiningKind, Wish, sees_clients
from caseapp.accounts.joinings.queries import (
    has_supervisor,
    holds_clients,
    is_code_of,
    is_concerned,
    is_second_person,
)
from caseapp.accounts.models import Deputyship, Joining, KnownBrowser, User
from caseapp.accounts.second_step.actions import remove_second_step
from caseapp.accounts.sign_in.actions import end_sessions
from caseapp.accounts.throttle_rules import ACCOUNT
from caseapp.accounts.throttling import AttemptCount, start_over
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import db, transaction
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import _l


def is_confirmed_by_another(role: str) -> bool:
    """Whether somebody of that role comes in only by the word of a second person."""
    return sees_clients(role) and holds_clients()


def ask(viewer: Viewer, person: User, wish: Wish, issued_by_id: UUID | None = None) -> bool:
    """Whether a second person has to confirm it, for whom it is kept until then (inside a transaction).

    What needs no confirmation is kept too: whoever brought somebody in lately is no second person for them.
    """
    is_needed = is_confirmed_by_another(wish.role)
    replace_open(person.id, wish.kind, wish.deputyship_id)
    joining = _joining(issued_by_id or viewer.id, person, wish)
    if is_needed:
        joining.password_hash = wish.password_hash
        record(Act.JOINING_ASKED, viewer, about=person, **_detail(joining))
    else:
        joining.decision, joining.decided_at = Decision.CONFIRMED, now()
    db.session.add(joining)
    return is_needed


def tell_team(person: User) -> None:
    """Somebody was added from the host's shell: the team is told (inside a transaction)."""
    if is_confirmed_by_another(person.role):
        joining = _joining(None, person, Wish(JoiningKind.SHELL, person.role, person.team_id))
        joining.decision, joining.decided_at = Decision.CONFIRMED, now()
        db.session.add(joining)


def replace_open(person_id: UUID, kind: JoiningKind | None = None, deputyship_id: UUID | None = None) -> None:
    """Nothing (of this kind) that waits about the person can be confirmed any more (inside a transaction)."""
    waiting = sa.update(Joining).where(Joining.person_id == person_id, Joining.decision.is_(None))
    if kind:
        waiting = waiting.where(Joining.kind == kind)
    if deputyship_id:
        waiting = waiting.where(Joining.deputyship_id == deputyship_id)
    db.session.execute(waiting.values(decision=Decision.REPLACED, decided_at=now(), password_hash=None))


@transaction
def confirm(viewer: Viewer, joining: Joining, code: str = "") -> None:
    """The word of the second person: what waited takes effect."""
    _ensure_concerned(viewer, joining)
    _expect_open(joining)
    confirmer = _confirmer(viewer, joining, code)
    person = db.session.get_one(User, joining.person_id)
    EFFECTS[joining.kind](viewer, person, joining)
    _decide(viewer, joining, Decision.CONFIRMED)
    record(Act.JOINING_CONFIRMED, viewer, about=person, second=confirmer, **_detail(joining))


@transaction
def refuse(viewer: Viewer, joining: Joining) -> None:
    """Nothing comes of it. Whoever asked can take it back by this, and the person can object to it."""
    _ensure_concerned(viewer, joining)
    _expect_open(joining)
    _decide(viewer, joining, Decision.REFUSED)
    record(Act.JOINING_REFUSED, viewer, about=db.session.get_one(User, joining.person_id), **_detail(joining))


def check_not_last_administrator(person: User) -> None:
    """`RuleBroken` where nobody would be left who can manage users."""
    if person.role != Role.ADMINISTRATOR or not person.is_active:
        return
    others = (
        sa.select(User.id)
        .where(
            User.role == Role.ADMINISTRATOR,
            User.disabled_at.is_(None),
            User.password_hash.is_not(None),
        )
        .with_for_update()
    )
    if not set(db.session.scalars(others)) - {person.id}:
        raise RuleBroken(_l("This is the only administrator. Add another one first."))


def _joining(by_id: UUID | None, person: User, wish: Wish) -> Joining:
    return Joining(
        person_id=person.id,
        kind=wish.kind,
        role=wish.role,
        team_id=wish.team_id,
        deputyship_id=wish.deputyship_id,
        ends_on=wish.ends_on,
        asked_by_id=by_id,
        asked_at=now(),
    )


def _ensure_concerned(viewer: Viewer, joining: Joining) -> None:
    if not is_concerned(viewer, joining):
        raise NotAllowed(Capability.MANAGE_USERS)


def _expect_open(joining: Joining) -> None:
    db.session.refresh(joining, with_for_update=True)
    if joining.decision is not None:
        raise RuleBroken(_l("This has already been decided, or is no longer wanted."))


def _confirmer(viewer: Viewer, joining: Joining, code: str) -> Confirmer:
    """By what right the viewer confirms it; `RuleBroken` where the viewer is not the second person."""
    if viewer.id == joining.person_id:
        raise RuleBroken(_l("Nobody confirms their own access. Ask somebody else."))
    if joining.team_id in viewer.team_ids_in_charge and viewer.id != joining.asked_by_id:
        return Confirmer.SUPERVISOR
    ensure(viewer, Capability.MANAGE_USERS)  # whoever asked may be in charge by now
    if code:
        if not is_code_of(joining, code):
            raise RuleBroken(_l("This code does not fit. Type it as “caseapp people confirm” shows it."))
        return Confirmer.SHELL
    if has_supervisor(joining):
        raise RuleBroken(_l("A supervisor of this team has to confirm this."))
    if not is_second_person(viewer, joining):
        raise RuleBroken(_l("Another administrator has to confirm this, who has been here for more than 30 days."))
    return Confirmer.ADMINISTRATOR


def _set_password(viewer: Viewer, person: User, joining: Joining) -> None:
    if not person.is_active:
        raise RuleBroken(_l("This account is disabled. Enable it first."))
    person.password_hash = joining.password_hash
    db.session.execute(sa.delete(KnownBrowser).where(KnownBrowser.user_id == person.id))
    start_over([AttemptCount(ACCOUNT, person.username)])
    record(Act.PASSWORD_CHANGED, person, about=person)
    end_sessions(person, person)


def _enable(viewer: Viewer, person: User, joining: Joining) -> None:
    person.disabled_at = None
    record(Act.USER_ENABLED, viewer, about=person)


def _let_in_anew(viewer: Viewer, person: User, joining: Joining) -> None:
    remove_second_step(viewer, person)
    end_sessions(person, person)


def _change(viewer: Viewer, person: User, joining: Joining) -> None:
    if person.role != joining.role:
        check_not_last_administrator(person)
        end_sessions(person, person)
    person.role, person.team_id = joining.role, joining.team_id
    others = sa.update(Joining).where(
        Joining.person_id == person.id,
        Joining.decision.is_(None),
        Joining.kind.in_([JoiningKind.INVITATION, JoiningKind.RESET, JoiningKind.ENABLING]),
    )
    db.session.execute(others.values(role=joining.role, team_id=joining.team_id))
    record(Act.USER_CHANGED, viewer, about=person, changed="role team", role=joining.role)


def _deputise(viewer: Viewer, person: User, joining: Joining) -> None:
    deputyship = db.session.get_one(Deputyship, joining.deputyship_id)
    if joining.ends_on and joining.ends_on < today():
        raise RuleBroken(_l("This deputy's period has ended. Past dates cannot be changed."))
    if deputyship.is_taken_back:
        deputyship.starts_on = max(deputyship.starts_on, today())
    deputyship.ends_on = joining.ends_on
    record(Act.DEPUTY_SET, viewer, about=deputyship, team=deputyship.team_id.hex, person=person.id.hex)


EFFECTS = {
    JoiningKind.INVITATION: _set_password,
    JoiningKind.RESET: _set_password,
    JoiningKind.ENABLING: _enable,
    JoiningKind.CHANGE: _change,
    JoiningKind.SECOND_STEP: _let_in_anew,
    JoiningKind.DEPUTY: _deputise,
}


def _decide(viewer: Viewer, joining: Joining, decision: Decision) -> None:
    joining.decision, joining.decided_by_id, joining.decided_at = decision, viewer.id, now()
    joining.password_hash = None


def _detail(joining: Joining) -> dict[str, Any]:
    return {
        "kind": joining.kind,
        "role": joining.role,
        "team": joining.team_id.hex if joining.team_id else None,
    }
