"""The rules of goals: areas of life, statuses, the five levels of a ladder, and their score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt

from caseapp.errors import RuleBroken
from caseapp.goals.short_name_rules import SHORT_NAME_MAX
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import TEXT_MAX, check_length

LEVELS = (-2, -1, 0, 1, 2)
EXPECTED = 0
RHO = 0.3
WEIGHTS = (1, 2, 3, 4)
CLIENT_WORDS_MAX = TEXT_MAX
WORDING_MAX = 1_000
LEVEL_MAX = 300
EVIDENCE_MAX = TEXT_MAX
REASON_MAX = 500


class Domain(StrEnum):
    """The areas of life that every organisation starts with; it can word them differently and add its own."""

    FRIENDS = "friends"
    FAMILY = "family"
    INTIMACY = "intimacy"
    COMMUNITY = "community"
    LEISURE = "leisure"
    GROUPS = "groups"
    COMMUNICATION = "communication"
    STIGMA = "stigma"
    BELONGING = "belonging"
    FAITH = "faith"
    DIGITAL = "digital"
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HOME = "home"
    RIGHTS = "rights"
    HEALTH = "health"
    WELLBEING = "wellbeing"
    MOBILITY = "mobility"


class GoalStatus(StrEnum):
    """Where a goal stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    IN_ERROR = "in_error"


LEVEL_NAMES = {
    -2: _l("Much less than expected"),
    -1: _l("Less than expected"),
    0: _l("As expected"),
    1: _l("More than expected"),
    2: _l("Much more than expected"),
}


class AgreementMethod(StrEnum):
    """How the client agreed."""

    SIGNATURE = "signature"
    VERBAL = "verbal"
    WRITTEN = "written"


class Owner(StrEnum):
    """Who does a step."""

    CLIENT = "client"
    MENTOR = "mentor"
    OTHER = "other"


class Barrier(StrEnum):
    """What often gets in the way."""

    STIGMA = "stigma"
    ANXIETY = "anxiety"
    MONEY = "money"
    TRANSPORT = "transport"
    SYMPTOMS = "symptoms"
    LANGUAGE = "language"
    ACCESS = "access"
    TIME = "time"
    FAMILY = "family"
    EMERGENCY = "emergency"


AGREEMENT_METHOD_NAMES = {
    AgreementMethod.SIGNATURE: _l("By signature"),
    AgreementMethod.VERBAL: _l("Verbally"),
    AgreementMethod.WRITTEN: _l("In writing, by message or letter"),
}
OWNER_NAMES = {
    Owner.CLIENT: _l("The client"),
    Owner.MENTOR: _l("The mentor"),
    Owner.OTHER: _l("Someone else"),
}
BARRIER_NAMES = {
    Barrier.STIGMA: _l("Stigma"),
    Barrier.ANXIETY: _l("Anxiety"),
    Barrier.MONEY: _l("Money"),
    Barrier.TRANSPORT: _l("Transport"),
    Barrier.SYMPTOMS: _l("Symptoms"),
    Barrier.LANGUAGE: _l("Language"),
    Barrier.ACCESS: _l("Accessibility"),
    Barrier.TIME: _l("Lack of time"),
    Barrier.FAMILY: _l("Family"),
    Barrier.EMERGENCY: _l("War and emergency"),
}
MOVES = {
    GoalStatus.DRAFT: frozenset({GoalStatus.CANCELLED}),
    GoalStatus.ACTIVE: frozenset({GoalStatus.ON_HOLD, GoalStatus.COMPLETED, GoalStatus.CANCELLED}),
    GoalStatus.ON_HOLD: frozenset({GoalStatus.ACTIVE, GoalStatus.COMPLETED, GoalStatus.CANCELLED}),
    GoalStatus.COMPLETED: frozenset({GoalStatus.ACTIVE}),
    GoalStatus.CANCELLED: frozenset({GoalStatus.ACTIVE}),
    GoalStatus.IN_ERROR: frozenset(),
}
GOAL_STATUS_NAMES = {
    GoalStatus.DRAFT: _l("Draft"),
    GoalStatus.ACTIVE: _l("In progress"),
    GoalStatus.ON_HOLD: _l("On hold"),
    GoalStatus.COMPLETED: _l("Completed"),
    GoalStatus.CANCELLED: _l("Cancelled"),
    GoalStatus.IN_ERROR: _l("Entered in error"),
}


@dataclass(frozen=True)
class GoalDraft:
    """A goal as typed. The parts that are fixed by the agreement may be left out (None)."""

    client_words: str
    wording: str
    domain: str
    target_on: date | None
    starts_on: date | None = None
    baseline: int | None = None
    ladder: Mapping[int, str] | None = None
    review_on: date | None = None
    why: str = ""
    strengths: str = ""
    barriers: tuple[str, ...] = ()
    barrier_words: str = ""
    supports: str = ""
    weight: int = 1
    chime: tuple[str, ...] = ()
    short_name: str = ""


@dataclass(frozen=True)
class StatusMove:
    """A change of a goal's status: to which, on which day and why."""

    to: GoalStatus
    on: date
    reason: str


@dataclass(frozen=True)
class LadderDraft:
    """A new ladder for an agreed goal: its levels, the starting level, and why it changes."""

    ladder: Mapping[int, str]
    baseline: int
    reason: str


@dataclass(frozen=True)
class AgreementDraft:
    """On which day and how the client agreed to a goal."""

    agreed_on: date
    how: AgreementMethod = AgreementMethod.VERBAL


@dataclass(frozen=True)
class RatingDraft:
    """Where a goal stands on its ladder on a day, as the mentor sees it, and as the client does, if asked."""

    rated_on: date
    mentor_level: int
    client_level: int | None = None
    evidence: str = ""


def attainment(levels: Sequence[int], weights: Sequence[int]) -> float | None:
    """Goal Attainment Scaling T-score of rated goals (Kiresuk and Sherman 1968, rho = 0.30): about 50 where goals are
    reached as expected. Nothing where no goal is rated or the weights sum to zero.

    T = 50 + 10 Σ(w x) / √((1 − rho) Σ(w²) + rho (Σ w)²)
    """
    total = sum(weights)
    if not levels or total == 0:
        return None
    spread = (1 - RHO) * sum(weight * weight for weight in weights) + RHO * total * total
    return 50 + 10 * sum(weight * level for weight, level in zip(weights, levels, strict=True)) / sqrt(spread)


def is_scored(status: GoalStatus, *, is_rated: bool) -> bool:
    """Whether a goal enters the T-score, of the client's page and of a report alike."""
    return is_rated and status not in (GoalStatus.CANCELLED, GoalStatus.IN_ERROR)


def may_move(status: GoalStatus, to: GoalStatus, was_agreed: bool) -> bool:
    """Whether a goal can go from one status to another. One that was never agreed on cannot become active this way."""
    return to in MOVES[status] and (to is not GoalStatus.ACTIVE or was_agreed)


def check_change(reason: str, on: date, today: date) -> None:
    """`RuleBroken` if a change has no reason or lies in the future."""
    check_reason(reason)
    if on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "on")


def check_reason(reason: str) -> None:
    """`RuleBroken` if the reason of a change is missing or too long."""
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why."), "reason")
    check_length(reason, REASON_MAX, "reason")


def level_words(ladder: Mapping[int, str], level: int) -> str:
    """A level in the words of a ladder, or in the general ones where the ladder has none."""
    return ladder.get(level) or str(LEVEL_NAMES[level])


def levels_gained(baseline: int, level: int) -> int:
    """How many levels above the starting level; negative below it."""
    return level - baseline


def is_reached(level: int) -> bool:
    """Whether the level is as expected or better."""
    return level >= EXPECTED


def is_ladder_open(status: GoalStatus) -> bool:
    """Whether the ladder, the starting level and the start date may still be changed: until the goal is agreed on."""
    return status == GoalStatus.DRAFT


def is_over(status: GoalStatus) -> bool:
    """Whether a goal with this status has ended."""
    return status in (GoalStatus.COMPLETED, GoalStatus.CANCELLED, GoalStatus.IN_ERROR)


def check_draft(draft: GoalDraft, starts_on: date) -> None:
    """`RuleBroken` if the client's words are missing, a text is too long, or a date is before the start."""
    if not draft.client_words.strip():
        raise RuleBroken(_("Write the goal in the client's own words."), "client_words")
    check_length(draft.short_name, SHORT_NAME_MAX, "short_name")
    more = dict.fromkeys(("why", "strengths", "barrier_words", "supports"), WORDING_MAX)
    lengths = {"client_words": CLIENT_WORDS_MAX, "wording": WORDING_MAX, **more}
    for field, most in lengths.items():
        check_length(getattr(draft, field), most, field)
    if any(len(level) > LEVEL_MAX for level in (draft.ladder or {}).values()):
        raise RuleBroken(_("A level can have at most %(most)s characters.", most=LEVEL_MAX))
    if draft.baseline is not None and draft.baseline not in LEVELS:
        raise RuleBroken(_("The ladder goes from −2 to +2."), "baseline")
    if draft.weight not in WEIGHTS:
        raise RuleBroken(_("The weight must be 1, 2, 3 or 4."), "weight")
    if draft.review_on and draft.review_on < starts_on:
        raise RuleBroken(_("The review date is before the start date."), "review_on")
    if draft.target_on and draft.target_on < starts_on:
        raise RuleBroken(_("The target date is before the start date."), "target_on")


def check_agreement(agreed_on: date, today: date) -> None:
    """`RuleBroken` if the agreement is dated in the future."""
    if agreed_on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "agreed_on")


def check_rating(rating: RatingDraft, starts_on: date, today: date) -> None:
    """`RuleBroken` if a rating lies in the future, before the goal, or off the ladder."""
    if rating.rated_on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "rated_on")
    if rating.rated_on < starts_on:
        raise RuleBroken(_("The goal had not started on this date."), "rated_on")
    if rating.mentor_level not in LEVELS:
        raise RuleBroken(_("The ladder goes from −2 to +2."), "mentor_level")
    if rating.client_level is not None and rating.client_level not in LEVELS:
        raise RuleBroken(_("The ladder goes from −2 to +2."), "client_level")
    check_length(rating.evidence, EVIDENCE_MAX, "evidence")
