"""Handing the screen to a client, and taking it back."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import SignIn, User
from caseapp.accounts.password_actions import check_present_password
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


def take_screen_back(person: User, client_id: UUID, password: str, sign_in_id: UUID) -> None:
    """End the mode; `RuleBroken` for a wrong password, `TooMany` after too many of them."""
    check_present_password(person, password)
    _end(person, client_id, sign_in_id)


@transaction
def _end(person: User, client_id: UUID, sign_in_id: UUID) -> None:
    _say_with(person.id, sign_in_id, None)
    record(Act.SCREEN_TAKEN_BACK, person, clients=[client_id])


def _say_with(person_id: UUID, sign_in_id: UUID, client_id: UUID | None) -> None:
    own = sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == person_id)
    db.session.execute(own.values(with_client_id=client_id))
