"""Handing the screen to a client, and taking it back."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import SignIn, User
from caseapp.accounts.second_step.actions import check_second_step
from caseapp.accounts.second_step.queries import second_step_of
from caseapp.accounts.sign_in.actions import prove_password
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.db import db, transaction


@transaction
def hand_screen(viewer: Viewer, client_id: UUID, sign_in_id: UUID) -> None:
    """From now on this session shows nothing but the client's own pages, in every tab, until the password is given."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    _say_with(viewer.id, sign_in_id, client_id)
    record(Act.SCREEN_HANDED, viewer, clients=[client_id])


def take_screen_back(person: User, client_id: UUID, password: str, code: str, sign_in_id: UUID) -> None:
    """End the mode; `RuleBroken` for a wrong password, or a wrong code of a person with a second step, `TooMany` after
    too many of them."""
    prove_password(person, password, "present")
    if second_step_of(person.id).added_at:
        check_second_step(person, code, person.id.hex)
    _end(person, client_id, sign_in_id)


@transaction
def _end(person: User, client_id: UUID, sign_in_id: UUID) -> None:
    _say_with(person.id, sign_in_id, None)
    record(Act.SCREEN_TAKEN_BACK, person, clients=[client_id])


def _say_with(person_id: UUID, sign_in_id: UUID, client_id: UUID | None) -> None:
    own = sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == person_id)
    db.session.execute(own.values(with_client_id=client_id))
