"""The rules of contact preferences, contacts and the status of a file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.clients.rules import (
    LANGUAGE_NAMES,
    RHYTHM_NAMES,
    STATUS_NAMES,
    ClientStatus,
    ContactWay,
    check_name_length,
)
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import TEXT_MAX

EMAIL_MAX = 254
NOTE_MAX = TEXT_MAX
PAPERS_MAX = 200


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
NEXT_STATUSES: dict[ClientStatus, tuple[ClientStatus, ...]] = {
    ClientStatus.REFERRED: (ClientStatus.ACTIVE, ClientStatus.CLOSED),
    ClientStatus.ACTIVE: (ClientStatus.PAUSED, ClientStatus.CLOSED),
    ClientStatus.PAUSED: (ClientStatus.ACTIVE, ClientStatus.CLOSED),
    ClientStatus.CLOSED: (ClientStatus.ACTIVE,),
}


@dataclass(frozen=True)
class ContactPreferences:
    """How, in which language and how often to contact the client, and what to avoid, as typed."""

    phone: str = ""
    email: str = ""
    way: ContactWay | None = None
    avoid: frozenset[str] = frozenset()
    introduction: str = ""
    alias: str = ""
    spoken: tuple[str, ...] = ()
    interpreter: str = ""
    every_days: int | None = None
    adjustments: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactDraft:
    """Another phone (`name` says whose or where), an emergency contact or a guardian, as typed."""

    name: str
    phone: str = ""
    relation: str = ""
    note: str = ""
    is_agreed: bool = False
    scope: GuardianScope | None = None
    until_on: date | None = None
    representation: str | None = None
    from_on: date | None = None
    papers: str = ""
    papers_by: str = ""
    papers_on: date | None = None


@dataclass(frozen=True)
class ClientStatusDraft:
    """A new status from a day on, as typed; `reason` is a code of the organisation's closing reasons."""

    status: ClientStatus
    starts_on: date
    reason: str = ""
    returns_on: date | None = None
    words: str = ""
    ends_assignments: bool = False


def check_contact_preferences(preferences: ContactPreferences) -> None:
    """`RuleBroken` if the alias is too long, the e-mail address invalid, or a language or frequency unknown."""
    check_name_length(preferences.alias, "alias")
    if preferences.email and ("@" not in preferences.email or " " in preferences.email):
        raise RuleBroken(_("This is not a valid email address."), "email")
    if not set(preferences.spoken) <= set(LANGUAGE_NAMES):
        raise RuleBroken(_("Choose a language from the list."), "spoken")
    if preferences.interpreter and preferences.interpreter not in LANGUAGE_NAMES:
        raise RuleBroken(_("Choose a language from the list."), "interpreter")
    if preferences.every_days is not None and preferences.every_days not in RHYTHM_NAMES:
        raise RuleBroken(_("Choose a frequency from the list."), "every_days")


def check_contact(kind: ContactKind, contact: ContactDraft) -> None:
    """`RuleBroken` if the name, the phone or the scope of a guardian is missing."""
    if not contact.name.strip():
        raise RuleBroken(_("Enter a name."), "name")
    if kind is not ContactKind.GUARDIAN and not contact.phone.strip():
        raise RuleBroken(_("Enter a phone number."), "phone")
    if kind is ContactKind.GUARDIAN and contact.scope is None:
        raise RuleBroken(_("Choose what the guardian was appointed for."), "scope")
    if contact.from_on and contact.until_on and contact.until_on < contact.from_on:
        raise RuleBroken(_("The end date is before the start date."), "until_on")


def check_papers(contact: ContactDraft, today: date) -> None:
    """`RuleBroken` if it is not said who saw the papers and when, or the day is to come."""
    if contact.papers_on and contact.papers_on > today:
        raise RuleBroken(_("This date is in the future."), "papers_on")
    if contact.papers.strip() and not (contact.papers_on and contact.papers_by.strip()):
        raise RuleBroken(_("Say who saw the papers, and when."), "papers_by")


def check_status_change(was: ClientStatus, since: date, draft: ClientStatusDraft, today: date) -> None:
    """`RuleBroken` if this status cannot follow, a date is wrong, or the reason for closing is missing."""
    if draft.status is was:
        raise RuleBroken(_("The file already has this status."), "status")
    if draft.status not in NEXT_STATUSES[was]:
        names = {"was": STATUS_NAMES[was], "status": STATUS_NAMES[draft.status]}
        if was is ClientStatus.CLOSED:
            raise RuleBroken(_("Reopen a closed file first: choose Active."), "status")
        raise RuleBroken(_("A file cannot go from %(was)s to %(status)s.", **names), "status")
    if draft.starts_on > today:
        raise RuleBroken(_("This date is in the future. Record a change once it has happened."), "starts_on")
    if draft.starts_on < since:
        raise RuleBroken(_("The current status began after this date. Check the date."), "starts_on")
    if draft.status is ClientStatus.CLOSED and not draft.reason:
        raise RuleBroken(_("Choose a reason for closing the file."), "reason")
    if draft.returns_on and draft.returns_on <= draft.starts_on:
        raise RuleBroken(_("The expected return must be after the pause began."), "returns_on")
