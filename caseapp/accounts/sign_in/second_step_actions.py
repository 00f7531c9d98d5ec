"""Setting up a second step, at the first sign-in or later, and taking a passkey away: other sessions end with it."""

from uuid import UUID

from caseapp.accounts.models import User
from caseapp.accounts.passkeys.actions import add_passkey, remove_passkey
from caseapp.accounts.passkeys.rules import Ceremony, PasskeyDraft
from caseapp.accounts.second_step.actions import add_authenticator, void_recovery_codes
from caseapp.accounts.second_step.queries import lock_second_step, second_step_of
from caseapp.accounts.sign_in.actions import NewSession, begin_session, end_sessions
from caseapp.accounts.sign_in.sessions import is_second_step_required
from caseapp.db import transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _l

ONLY_STEP = _l("This is your only second step. Add another one first, then remove this one.")


@transaction
def sign_in_by_enrolling(person: User, key: str, code: str, browser: str, browser_secret: str | None) -> NewSession:
    """Begin the first session of somebody who has just set up an authenticator."""
    _must_have_none(person, "code")
    add_authenticator(person, key, code)
    return _begin_only_session(person, browser, browser_secret)


@transaction
def sign_in_by_first_passkey(
    person: User, draft: PasskeyDraft, ceremony: Ceremony, browser: str, browser_secret: str | None
) -> NewSession:
    """Begin the first session of somebody whose device has just made a passkey, in the place of an authenticator.

    The session begins before the passkey is added, so that the next one tells of it, and not this one.
    """
    _must_have_none(person)
    new = _begin_only_session(person, browser, browser_secret)
    add_passkey(person, draft.name, draft.answer, ceremony)
    return new


@transaction
def change_second_step(person: User, key: str, code: str, sign_in_id: UUID) -> None:
    """Set up an authenticator, or another one; all other sessions of the person end."""
    add_authenticator(person, key, code)
    end_sessions(person, person, sign_in_id)


@transaction
def add_own_passkey(person: User, draft: PasskeyDraft, ceremony: Ceremony, sign_in_id: UUID) -> None:
    """Keep a new passkey; all other sessions of the person end."""
    lock_second_step(person.id)
    add_passkey(person, draft.name, draft.answer, ceremony)
    end_sessions(person, person, sign_in_id)


@transaction
def remove_own_passkey(person: User, passkey_id: UUID, sign_in_id: UUID) -> None:
    """Take a passkey away; all other sessions of the person end.

    The last way of somebody who must have a second step stays, or the password alone would set up another one.
    """
    lock_second_step(person.id)
    remove_passkey(person, passkey_id)
    if not second_step_of(person.id).is_set_up:
        if is_second_step_required(person):
            raise RuleBroken(ONLY_STEP)
        void_recovery_codes(person.id)
    end_sessions(person, person, sign_in_id)


def _must_have_none(person: User, field: str | None = None) -> None:
    """Of two first ones at once, in whatever browser and on whatever host, one alone is kept."""
    lock_second_step(person.id)
    if second_step_of(person.id).is_set_up:
        raise RuleBroken(_l("You have set up a second step already. Sign in again with it."), field)


def _begin_only_session(person: User, browser: str, browser_secret: str | None) -> NewSession:
    end_sessions(person, person)
    return begin_session(person, browser, browser_secret)
