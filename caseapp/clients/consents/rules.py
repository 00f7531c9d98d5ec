"""Who may receive what about a client: consents, what they cover, and when they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from caseapp.clients.rules import NAME_MAX
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

PURPOSE_MAX = 1_000
REASON_MAX = 1_000


class Recipient(StrEnum):
    """Who receives something about a client."""

    COMMITTEE = "committee"
    TREATING_TEAM = "treating_team"
    FAMILY = "family"
    COORDINATOR = "coordinator"
    CLIENT = "client"
    OTHER = "other"


class Content(StrEnum):
    """How much about a client is passed on."""

    ATTENDANCE = "attendance"
    GOALS = "goals"
    SUMMARY = "summary"
    FULL = "full"
    SAFETY = "safety"


class Manner(StrEnum):
    """How a consent was given."""

    PAPER = "paper"
    SPOKEN = "spoken"
    WRITTEN = "written"
    GUARDIAN = "guardian"


class Standing(StrEnum):
    """Whether a consent holds on a day."""

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
    Content.ATTENDANCE: _l("Attendance only"),
    Content.GOALS: _l("Goals only"),
    Content.SUMMARY: _l("A summary"),
    Content.FULL: _l("Everything"),
    Content.SAFETY: _l("Safety information only"),
}
MANNER_NAMES = {
    Manner.PAPER: _l("Signed on paper"),
    Manner.SPOKEN: _l("Verbally"),
    Manner.WRITTEN: _l("By letter or message"),
    Manner.GUARDIAN: _l("By the guardian"),
}
STANDING_NAMES = {
    Standing.VALID: _l("Valid"),
    Standing.AHEAD: _l("Not yet valid"),
    Standing.EXPIRED: _l("Expired"),
    Standing.WITHDRAWN: _l("Withdrawn"),
    Standing.IN_ERROR: _l("Entered in error"),
}
COVERS: dict[Content, frozenset[Content]] = {
    Content.ATTENDANCE: frozenset({Content.ATTENDANCE}),
    Content.GOALS: frozenset({Content.GOALS}),
    Content.SUMMARY: frozenset({Content.SUMMARY, Content.GOALS, Content.ATTENDANCE}),
    Content.FULL: frozenset(Content),
    Content.SAFETY: frozenset({Content.SAFETY}),
}


class Held(Protocol):
    """What decides whether a consent holds. Days count in whole: the last one still holds, the day of the withdrawal
    no longer does."""

    @property
    def id(self) -> UUID: ...
    @property
    def recipient(self) -> Recipient: ...
    @property
    def content(self) -> Content: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def withdrawn_on(self) -> date | None: ...
    @property
    def is_in_error(self) -> bool: ...


ConsentLike = TypeVar("ConsentLike", bound=Held)


@dataclass(frozen=True)
class ConsentTerms:
    """A consent as it was typed."""

    recipient: Recipient
    who: str
    content: Content
    purpose: str
    starts_on: date
    ends_on: date | None
    manner: Manner
    taken_by: str
    taken_on: date


def standing(consent: Held, on: date) -> Standing:
    """Whether it holds on that day, and if not, why."""
    if consent.is_in_error:
        return Standing.IN_ERROR
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return Standing.WITHDRAWN
    if consent.starts_on > on:
        return Standing.AHEAD
    if consent.ends_on is not None and consent.ends_on < on:
        return Standing.EXPIRED
    return Standing.VALID


def may_receive(
    consents: Iterable[ConsentLike], recipient: Recipient, content: Content, on: date
) -> ConsentLike | None:
    """The consent on which that kind of recipient may be given this content on that day, the newest where there are
    several; nothing where none covers it."""
    fitting = (
        consent
        for consent in consents
        if consent.recipient is recipient
        and content in COVERS[consent.content]
        and standing(consent, on) is Standing.VALID
    )
    return max(fitting, key=lambda consent: (consent.starts_on, consent.id), default=None)


def needs_consent(recipient: Recipient) -> bool:
    """Whether somebody has to have agreed: the own record may always be read by the client."""
    return recipient is not Recipient.CLIENT


def check_terms(terms: ConsentTerms, today: date) -> None:
    """`RuleBroken` where a consent says too little, or its days cannot be."""
    if needs_consent(terms.recipient) and not terms.who.strip():
        raise RuleBroken(_("Enter the recipient's name or role."), "who")
    if len(terms.who) > NAME_MAX:
        raise RuleBroken(_("A name can have at most %(most)s characters.", most=NAME_MAX), "who")
    if not terms.purpose.strip():
        raise RuleBroken(_("Say in a few words what it is for."), "purpose")
    if len(terms.purpose) > PURPOSE_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=PURPOSE_MAX), "purpose")
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")
    if terms.taken_on > today:
        raise RuleBroken(_("This date is in the future. Record a consent after it has been given."), "taken_on")
    if not terms.taken_by.strip():
        raise RuleBroken(_("Say who took the consent."), "taken_by")


def check_withdrawal(on: date, words: str, taken_on: date, today: date) -> None:
    """`RuleBroken` where a withdrawal lies ahead or before the consent, or its words are too long."""
    if on > today:
        raise RuleBroken(_("This date is in the future. A withdrawal takes effect at once."), "withdrawn_on")
    if on < taken_on:
        raise RuleBroken(_("The consent was given after this date. Check the date."), "withdrawn_on")
    if len(words) > REASON_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=REASON_MAX), "words")


def check_error_reason(reason: str) -> None:
    """`RuleBroken` where a consent would be struck through without a word."""
    if not reason.strip():
        raise RuleBroken(_("Say what was wrong."), "reason")
    if len(reason) > REASON_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=REASON_MAX), "reason")
