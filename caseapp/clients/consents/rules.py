"""Consents: who may receive what about a client, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from caseapp.clients.rules import check_name_length
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

PURPOSE_MAX = 1_000
REASON_MAX = 1_000


class Recipient(StrEnum):
    """Who may receive something about a client."""

    COMMITTEE = "committee"
    TREATING_TEAM = "treating_team"
    FAMILY = "family"
    COORDINATOR = "coordinator"
    CLIENT = "client"
    OTHER = "other"


class ConsentContent(StrEnum):
    """What may be shared about a client."""

    ATTENDANCE = "attendance"
    GOALS = "goals"
    SUMMARY = "summary"
    FULL = "full"
    SAFETY = "safety"
    CHECK_IN = "check_in"


class ConsentManner(StrEnum):
    """How a consent was given."""

    PAPER = "paper"
    SPOKEN = "spoken"
    WRITTEN = "written"
    GUARDIAN = "guardian"


class ConsentStatus(StrEnum):
    """Whether a consent is valid on a day, and if not, why; in the order of the list."""

    VALID = "valid"
    AHEAD = "ahead"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    IN_ERROR = "in_error"


RECIPIENT_NAMES = {
    Recipient.COMMITTEE: _l("The rehabilitation committee"),
    Recipient.TREATING_TEAM: _l("The treatment team"),
    Recipient.FAMILY: _l("A family member"),
    Recipient.COORDINATOR: _l("The care coordinator"),
    Recipient.CLIENT: _l("The client"),
    Recipient.OTHER: _l("Someone else"),
}
CONTENT_NAMES = {
    ConsentContent.ATTENDANCE: _l("Attendance only"),
    ConsentContent.GOALS: _l("Goals only"),
    ConsentContent.SUMMARY: _l("A summary"),
    ConsentContent.FULL: _l("Everything"),
    ConsentContent.SAFETY: _l("Safety information only"),
    ConsentContent.CHECK_IN: _l("Four questions by a link, between meetings"),
}
MANNER_NAMES = {
    ConsentManner.PAPER: _l("Signed on paper"),
    ConsentManner.SPOKEN: _l("Verbally"),
    ConsentManner.WRITTEN: _l("By letter or message"),
    ConsentManner.GUARDIAN: _l("By the guardian"),
}
CONSENT_STATUS_NAMES = {
    ConsentStatus.VALID: _l("Valid"),
    ConsentStatus.AHEAD: _l("Not yet valid"),
    ConsentStatus.EXPIRED: _l("Expired"),
    ConsentStatus.WITHDRAWN: _l("Withdrawn"),
    ConsentStatus.IN_ERROR: _l("Entered in error"),
}
COVERS: dict[ConsentContent, frozenset[ConsentContent]] = {
    ConsentContent.ATTENDANCE: frozenset({ConsentContent.ATTENDANCE}),
    ConsentContent.GOALS: frozenset({ConsentContent.GOALS}),
    ConsentContent.SUMMARY: frozenset({ConsentContent.SUMMARY, ConsentContent.GOALS, ConsentContent.ATTENDANCE}),
    ConsentContent.FULL: frozenset(ConsentContent) - {ConsentContent.CHECK_IN},
    ConsentContent.SAFETY: frozenset({ConsentContent.SAFETY}),
    ConsentContent.CHECK_IN: frozenset({ConsentContent.CHECK_IN}),
}


class ConsentLike(Protocol):
    """What decides whether a consent is valid. It still is on the last day, and no longer on the day of withdrawal."""

    @property
    def id(self) -> UUID: ...
    @property
    def recipient(self) -> Recipient: ...
    @property
    def content(self) -> ConsentContent: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def withdrawn_on(self) -> date | None: ...
    @property
    def is_in_error(self) -> bool: ...


C = TypeVar("C", bound=ConsentLike)


@dataclass(frozen=True)
class ConsentTerms:
    """A consent as typed."""

    recipient: Recipient
    who: str
    content: ConsentContent
    purpose: str
    starts_on: date
    ends_on: date | None
    manner: ConsentManner
    taken_by: str
    taken_on: date


@dataclass(frozen=True)
class WithdrawalDraft:
    """A withdrawal as typed: from which day on, and what the client said."""

    on: date
    words: str = ""


def consent_status(consent: ConsentLike, on: date) -> ConsentStatus:
    """Whether it is valid on that day, and if not, why."""
    if consent.is_in_error:
        return ConsentStatus.IN_ERROR
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return ConsentStatus.WITHDRAWN
    if consent.starts_on > on:
        return ConsentStatus.AHEAD
    if consent.ends_on is not None and consent.ends_on < on:
        return ConsentStatus.EXPIRED
    return ConsentStatus.VALID


def may_receive(consents: Iterable[C], recipient: Recipient, content: ConsentContent, on: date) -> C | None:
    """The newest consent under which this kind of recipient may be given this content on that day, or None."""
    valid = (
        consent
        for consent in consents
        if consent.recipient is recipient
        and content in COVERS[consent.content]
        and consent_status(consent, on) is ConsentStatus.VALID
    )
    return max(valid, key=lambda consent: (consent.starts_on, consent.id), default=None)


def needs_consent(recipient: Recipient) -> bool:
    """Whether consent is needed; clients may always read their own record."""
    return recipient is not Recipient.CLIENT


def check_consent(terms: ConsentTerms, today: date) -> None:
    """`RuleBroken` if something is missing or too long, or a date is wrong."""
    if (terms.content is ConsentContent.CHECK_IN) and terms.recipient is not Recipient.CLIENT:
        raise RuleBroken(_("These questions go to the client. Choose the client as the recipient."), "recipient")
    if needs_consent(terms.recipient) and not terms.who.strip():
        raise RuleBroken(_("Enter the recipient's name or role."), "who")
    check_name_length(terms.who, "who")
    if not terms.purpose.strip():
        raise RuleBroken(_("Say in a few words what it is for."), "purpose")
    check_length(terms.purpose, PURPOSE_MAX, "purpose")
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")
    if terms.taken_on > today:
        raise RuleBroken(_("This date is in the future. Record a consent after it has been given."), "taken_on")
    if not terms.taken_by.strip():
        raise RuleBroken(_("Say who took the consent."), "taken_by")


def check_withdrawal(draft: WithdrawalDraft, taken_on: date, today: date) -> None:
    """`RuleBroken` if the date is in the future or before the consent, or the words are too long."""
    if draft.on > today:
        raise RuleBroken(_("This date is in the future. A withdrawal takes effect at once."), "withdrawn_on")
    if draft.on < taken_on:
        raise RuleBroken(_("The consent was given after this date. Check the date."), "withdrawn_on")
    check_length(draft.words, REASON_MAX, "words")
