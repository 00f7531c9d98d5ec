"""What a file says beyond the person: how to reach, whom to call, and which way its status may go."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.clients.rules import LANGUAGE_NAMES, NAME_MAX, RHYTHM_NAMES, STATUS_NAMES, ClientStatus, ContactWay
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

EMAIL_MAX = 254
NOTE_MAX = 2000


class ContactKind(StrEnum):
    """What a contact is for."""

    PHONE = "phone"
    EMERGENCY = "emergency"
    GUARDIAN = "guardian"


class GuardianScope(StrEnum):
    """For what a guardian was appointed."""

    GENERAL = "general"
    BODY = "body"
    PROPERTY = "property"
    MEDICAL = "medical"
    OTHER = "other"


WAY_NAMES = {
    ContactWay.CALL: _l("Phone call"),
    ContactWay.MESSAGE: _l("Message"),
    ContactWay.EMAIL: _l("Email message"),
}
SCOPE_NAMES = {
    GuardianScope.GENERAL: _l("Personal care and property"),
    GuardianScope.BODY: _l("Personal care"),
    GuardianScope.PROPERTY: _l("Property"),
    GuardianScope.MEDICAL: _l("Medical matters"),
    GuardianScope.OTHER: _l("Something else (see remarks)"),
}
AVOID_NAMES = {"voicemail": _l("No voicemail"), "messages": _l("No messages")}
MOVES: dict[ClientStatus, tuple[ClientStatus, ...]] = {
    ClientStatus.REFERRED: (ClientStatus.ACTIVE, ClientStatus.CLOSED),
    ClientStatus.ACTIVE: (ClientStatus.PAUSED, ClientStatus.CLOSED),
    ClientStatus.PAUSED: (ClientStatus.ACTIVE, ClientStatus.CLOSED),
    ClientStatus.CLOSED: (ClientStatus.ACTIVE,),
}


@dataclass(frozen=True)
class Reach:
    """How the client is reached, and with which discretion, as it was typed."""

    phone: str = ""
    email: str = ""
    way: ContactWay | None = None
    avoid: frozenset[str] = frozenset()
    introduction: str = ""
    alias: str = ""
    spoken: tuple[str, ...] = ()
    interpreter: str = ""
    every_days: int | None = None


@dataclass(frozen=True)
class ContactFacts:
    """A further phone (`name` says whose or where), somebody to call in an emergency, or a guardian, as typed."""

    name: str
    phone: str = ""
    relation: str = ""
    note: str = ""
    is_agreed: bool = False
    scope: GuardianScope | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Move:
    """That a file changes its status from a day on. `reason` is a code of the organisation's closing reasons."""

    status: ClientStatus
    starts_on: date
    reason: str = ""
    returns_on: date | None = None
    words: str = ""
    ends_assignments: bool = False


def check_reach(reach: Reach) -> None:
    """`RuleBroken` where the alias is too long, or a language or a rhythm is none of the known ones."""
    if len(reach.alias) > NAME_MAX:
        raise RuleBroken(_("A name can have at most %(most)s characters.", most=NAME_MAX), "alias")
    if reach.email and ("@" not in reach.email or " " in reach.email):
        raise RuleBroken(_("This is not a valid email address."), "email")
    if not set(reach.spoken) <= set(LANGUAGE_NAMES):
        raise RuleBroken(_("Choose a language from the list."), "spoken")
    if reach.interpreter and reach.interpreter not in LANGUAGE_NAMES:
        raise RuleBroken(_("Choose a language from the list."), "interpreter")
    if reach.every_days is not None and reach.every_days not in RHYTHM_NAMES:
        raise RuleBroken(_("Choose a frequency from the list."), "every_days")


def check_contact(kind: ContactKind, contact: ContactFacts) -> None:
    """`RuleBroken` where a contact has nobody's name, a phone without digits, or a guardian without a scope."""
    if not contact.name.strip():
        raise RuleBroken(_("Enter a name."), "name")
    if kind is not ContactKind.GUARDIAN and not contact.phone.strip():
        raise RuleBroken(_("Enter a phone number."), "phone")
    if kind is ContactKind.GUARDIAN and contact.scope is None:
        raise RuleBroken(_("Choose what the guardian was appointed for."), "scope")


def check_move(was: ClientStatus, since: date, move: Move, today: date) -> None:
    """`RuleBroken` where this step cannot follow, its day cannot be, or a closing has no reason."""
    if move.status is was:
        raise RuleBroken(_("The file already has this status."), "status")
    if move.status not in MOVES[was]:
        names = {"was": STATUS_NAMES[was], "status": STATUS_NAMES[move.status]}
        if was is ClientStatus.CLOSED:
            raise RuleBroken(_("Reopen a closed file first: choose Active."), "status")
        raise RuleBroken(_("A file cannot go from %(was)s to %(status)s.", **names), "status")
    if move.starts_on > today:
        raise RuleBroken(_("This date is in the future. Record a change once it has happened."), "starts_on")
    if move.starts_on < since:
        raise RuleBroken(_("The current status began after this date. Check the date."), "starts_on")
    if move.status is ClientStatus.CLOSED and not move.reason:
        raise RuleBroken(_("Choose a reason for closing the file."), "reason")
    if move.returns_on and move.returns_on <= move.starts_on:
        raise RuleBroken(_("The expected return must be after the pause began."), "returns_on")
