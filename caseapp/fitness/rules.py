"""Which papers show that a mentor may work with clients, and how they stand on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import uuid4

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

CODE_MAX, LABEL_MAX, SOURCE_MAX, REASON_MAX = 40, 120, 400, 300
MONTHS_MAX = 240
OLDEST = timedelta(days=60 * 366)
LATEST = timedelta(days=30 * 366)


class PaperState(StrEnum):
    """How one paper of a mentor stands."""

    MISSING = "missing"
    ENDED = "ended"
    ENDING = "ending"
    HELD = "held"


STATE_NAMES = {
    PaperState.MISSING: _l("Missing"),
    PaperState.ENDED: _l("Past its last day"),
    PaperState.ENDING: _l("Near its last day"),
    PaperState.HELD: _l("In order"),
}
LACKING = frozenset({PaperState.MISSING, PaperState.ENDED})


class BuiltInKind(NamedTuple):
    """A kind of paper that every installation has: what it is called, and where it comes from."""

    label: Any
    source: Any


KINDS: dict[str, BuiltInKind] = {
    "certificate_2001": BuiltInKind(
        _l("Police certificate, sex offences (law of 2001)"),
        _l(
            "An employer in an institution that serves minors or helpless persons may not employ an adult before a "
            "police certificate that the law of 2001 does not bar him (justice.gov.il); volunteers count. In the "
            "sources read it was not yet required of women. Whether that still holds, and whether you are such an "
            "institution, is for your legal adviser: an exemption is recorded with its reason."
        ),
    ),
    "certificate_violence": BuiltInKind(
        _l("Police certificate, violence (law in force since 2 August 2024)"),
        _l(
            "No one convicted of violence against children or helpless persons may be in regular contact with them, "
            "paid or not (arnontl.com, 13 August 2023)."
        ),
    ),
    "secrecy": BuiltInKind(
        _l("Undertaking of secrecy"),
        _l("Asked for by this program so that everybody who sees files has signed it; not taken from a law."),
    ),
    "training": BuiltInKind(
        _l("Training"),
        _l("Asked for by this program; which training and how often is for the organisation to set."),
    ),
    "contract": BuiltInKind(_l("Contract"), _l("Asked for by this program; not taken from a law.")),
}


@dataclass(frozen=True)
class KindDraft:
    """A kind of paper as the administrator sets it; without months it holds until its own last day."""

    label: str
    source: str
    months: int | None
    is_required: bool


@dataclass(frozen=True)
class PaperDraft:
    """A paper that was seen, or an exemption from it with its reason."""

    is_exempt: bool
    given_on: date
    expires_on: date | None = None
    reason: str = ""


class Held(NamedTuple):
    """A paper that counts: the day from which it does, and its last day if it has one."""

    given_on: date
    expires_on: date | None


def state_of(papers: Iterable[Held], day: date, window: timedelta) -> PaperState:
    """How a kind stands: by the paper that lasts longest."""
    begun = [paper for paper in papers if paper.given_on <= day]
    if not begun:
        return PaperState.MISSING
    last = max(paper.expires_on or date.max for paper in begun)
    if last < day:
        return PaperState.ENDED
    return PaperState.ENDING if last != date.max and last <= day + window else PaperState.HELD


def months_after(day: date, months: int) -> date:
    """The day before the same day so many months later: the last one of a paper that holds for them."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    same = min(day.day, (first_of_next - timedelta(days=1)).day)
    return date(year, month + 1, same) - timedelta(days=1)


def is_binding(turned_on: date | None, grace: timedelta, day: date) -> bool:
    """Whether a new assignment needs the papers on that day: the rule is on, and its first days are over."""
    return turned_on is not None and turned_on + grace <= day


def check_paper(draft: PaperDraft, today: date) -> None:
    """`RuleBroken` where a day cannot be right, or an exemption has no reason."""
    if draft.given_on > today:
        raise RuleBroken(_("This day has not come yet."), "given_on")
    if draft.given_on < today - OLDEST:
        raise RuleBroken(_("This day is too long ago. Check the year."), "given_on")
    if draft.expires_on and draft.expires_on < draft.given_on:
        raise RuleBroken(_("The last day is before the first."), "expires_on")
    if draft.expires_on and draft.expires_on > today + LATEST:
        raise RuleBroken(_("This day is too far away. Check the year."), "expires_on")
    if draft.is_exempt and not draft.reason.strip():
        raise RuleBroken(_("Say in a few words why it is not needed."), "reason")
    check_length(draft.reason, REASON_MAX, "reason")


def check_withdrawal(reason: str) -> None:
    """`RuleBroken` where nothing says why a paper no longer counts."""
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why it no longer counts."), "reason")
    check_length(reason, REASON_MAX, "reason")


def check_kind(draft: KindDraft) -> None:
    """`RuleBroken` where a kind has no name."""
    if not draft.label.strip():
        raise RuleBroken(_("Give it a name."), "label")


def check_seen(has_seen: bool) -> None:
    """`RuleBroken` where the rule is to be turned on before the list of the first day was looked through."""
    if not has_seen:
        raise RuleBroken(_("Look through the list first, and tick that you have."), "has_seen")


def new_code() -> str:
    """A code for a kind that the administrator adds."""
    return uuid4().hex
