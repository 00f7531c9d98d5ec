"""The rules of goals: domains, the five levels, the life of a goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

LEVELS = (-2, -1, 0, 1, 2)
EXPECTED = 0
RHO = 0.3
WEIGHTS = (1, 2, 3, 4)
CLIENT_WORDS_MAX = 2_000
WORDING_MAX = 1_000
STEP_MAX = 300
EVIDENCE_MAX = 4_000
REASON_MAX = 500


class Domain(StrEnum):
    """The parts of life that every organisation knows; how they read, and which others there are, it words itself."""

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


class Agreed(StrEnum):
    """How the client agreed."""

    SIGNATURE = "signature"
    VERBAL = "verbal"
    WRITTEN = "written"


class Owner(StrEnum):
    """Whose step it is."""

    CLIENT = "client"
    MENTOR = "mentor"
    OTHER = "other"


class Barrier(StrEnum):
    """What often stands in the way."""

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


AGREED_NAMES = {
    Agreed.SIGNATURE: _l("By signature"),
    Agreed.VERBAL: _l("Verbally"),
    Agreed.WRITTEN: _l("In writing, by message or letter"),
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
NOT_SCORED = (GoalStatus.CANCELLED, GoalStatus.IN_ERROR)
GOAL_STATUS_NAMES = {
    GoalStatus.DRAFT: _l("Draft"),
    GoalStatus.ACTIVE: _l("In progress"),
    GoalStatus.ON_HOLD: _l("On hold"),
    GoalStatus.COMPLETED: _l("Completed"),
    GoalStatus.CANCELLED: _l("Cancelled"),
    GoalStatus.IN_ERROR: _l("Entered in error"),
}


@dataclass(frozen=True)
class GoalWords:
    """A goal as it was typed. A part that was agreed on and stays as it is may be left out (None)."""

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


@dataclass(frozen=True)
class StatusMove:
    """That a goal goes on to another status, on which day and why."""

    to: GoalStatus
    on: date
    reason: str


@dataclass(frozen=True)
class LadderDraft:
    """Another ladder for an agreed goal: its levels, the one to start from, and why."""

    ladder: Mapping[int, str]
    baseline: int
    reason: str


@dataclass(frozen=True)
class Judgement:
    """Where a goal stands on its ladder on a day: as the mentor sees it, and as the client does, if asked."""

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


def may_move(status: GoalStatus, to: GoalStatus, was_agreed: bool) -> bool:
    """Whether a goal can go from one status to another; one that nobody agreed on becomes no active one by this."""
    return to in MOVES[status] and (to is not GoalStatus.ACTIVE or was_agreed)


def check_change(reason: str, on: date, today: date) -> None:
    """`RuleBroken` where a goal would change its status without a word, or on a day ahead."""
    check_reason(reason, _("Say in a few words why."))
    if on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "on")


def check_reason(reason: str, missing: str) -> None:
    """`RuleBroken` where the reason of an act is not told (`missing` says so), or too long."""
    if not reason.strip():
        raise RuleBroken(missing, "reason")
    if len(reason) > REASON_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=REASON_MAX), "reason")


def check_step(words: str, due_on: date | None, today: date) -> None:
    """`RuleBroken` where a step says nothing, too much, or lies years away."""
    if not words.strip():
        raise RuleBroken(_("Say what the step is."), "words")
    if len(words) > STEP_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=STEP_MAX), "words")
    if due_on and abs((due_on - today).days) > 2 * 366:
        raise RuleBroken(_("This date is more than two years away. Check the year."), "due_on")


def is_level(level: int) -> bool:
    """Whether it is one of the five."""
    return level in LEVELS


def steps_climbed(baseline: int, level: int) -> int:
    """How many steps above the beginning; negative below it."""
    return level - baseline


def is_reached(level: int) -> bool:
    """Whether at least what was expected has come about."""
    return level >= EXPECTED


def is_ladder_open(status: GoalStatus) -> bool:
    """Whether ladder, beginning and first day may still be changed: until the goal is agreed on."""
    return status == GoalStatus.DRAFT


def is_over(status: GoalStatus) -> bool:
    """Whether the goal has come to its end."""
    return status in (GoalStatus.COMPLETED, GoalStatus.CANCELLED, GoalStatus.IN_ERROR)


def check_words(words: GoalWords, starts_on: date) -> None:
    """`RuleBroken` where the client's words are missing, a text is too long, or the target day is too early."""
    if not words.client_words.strip():
        raise RuleBroken(_("Write the goal in the client's own words."), "client_words")
    more = dict.fromkeys(("why", "strengths", "barrier_words", "supports"), WORDING_MAX)
    lengths = {"client_words": CLIENT_WORDS_MAX, "wording": WORDING_MAX, **more}
    for field, most in lengths.items():
        if len(getattr(words, field)) > most:
            raise RuleBroken(_("Use at most %(most)s characters.", most=most), field)
    if any(len(step) > STEP_MAX for step in (words.ladder or {}).values()):
        raise RuleBroken(_("A level can have at most %(most)s characters.", most=STEP_MAX))
    if words.baseline is not None and not is_level(words.baseline):
        raise RuleBroken(_("The ladder goes from −2 to +2."), "baseline")
    if words.weight not in WEIGHTS:
        raise RuleBroken(_("The weight must be 1, 2, 3 or 4."), "weight")
    if words.review_on and words.review_on < starts_on:
        raise RuleBroken(_("The review date is before the start date."), "review_on")
    if words.target_on and words.target_on < starts_on:
        raise RuleBroken(_("The target date is before the start date."), "target_on")


def check_ladder(ladder: Mapping[int, str], baseline: int) -> None:
    """`RuleBroken` where a ladder is not ready to be agreed on: it tells what is now, and what is hoped for."""
    if not ladder.get(EXPECTED, "").strip():
        raise RuleBroken(_("The ladder does not say what is expected yet. Describe that level first."))
    if not ladder.get(baseline, "").strip():
        raise RuleBroken(_("The ladder does not describe the starting level yet. Describe that level first."))


def check_agreement(agreed_on: date, today: date) -> None:
    """`RuleBroken` where the day of an agreement has not come yet."""
    if agreed_on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "agreed_on")


def check_judgement(judgement: Judgement, starts_on: date, today: date) -> None:
    """`RuleBroken` where a rating lies in the future or before the goal, or off the ladder."""
    if judgement.rated_on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "rated_on")
    if judgement.rated_on < starts_on:
        raise RuleBroken(_("The goal had not started on this date."), "rated_on")
    if not is_level(judgement.mentor_level):
        raise RuleBroken(_("The ladder goes from −2 to +2."), "mentor_level")
    if judgement.client_level is not None and not is_level(judgement.client_level):
        raise RuleBroken(_("The ladder goes from −2 to +2."), "client_level")
    if len(judgement.evidence) > EVIDENCE_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=EVIDENCE_MAX), "evidence")
