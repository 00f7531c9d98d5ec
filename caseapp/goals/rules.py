"""The rules of goals: domains, the five levels, the life of a goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

LEVELS = (-2, -1, 0, 1, 2)
EXPECTED = 0
CLIENT_WORDS_MAX = 2_000
WORDING_MAX = 1_000
STEP_MAX = 300
EVIDENCE_MAX = 4_000
REASON_MAX = 500


class Domain(StrEnum):
    """The part of life that a goal is about."""

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


DOMAIN_NAMES = {
    Domain.FRIENDS: _l("Friends and social circle"),
    Domain.FAMILY: _l("Family"),
    Domain.INTIMACY: _l("Intimate relationship and parenting"),
    Domain.COMMUNITY: _l("Community and volunteering"),
    Domain.LEISURE: _l("Leisure, sport and arts"),
    Domain.GROUPS: _l("Groups and peers"),
    Domain.COMMUNICATION: _l("Communication and social skills"),
    Domain.STIGMA: _l("Self-stigma and disclosure"),
    Domain.BELONGING: _l("Belonging and identity"),
    Domain.FAITH: _l("Faith, culture and tradition"),
    Domain.DIGITAL: _l("Digital connection"),
    Domain.EMPLOYMENT: _l("Employment"),
    Domain.EDUCATION: _l("Education"),
    Domain.HOME: _l("Home and daily skills"),
    Domain.RIGHTS: _l("Money and rights"),
    Domain.HEALTH: _l("Physical health"),
    Domain.WELLBEING: _l("Emotional wellbeing"),
    Domain.MOBILITY: _l("Getting around"),
}
LEVEL_NAMES = {
    -2: _l("Much less than expected"),
    -1: _l("Less than expected"),
    0: _l("As expected"),
    1: _l("More than expected"),
    2: _l("Much more than expected"),
}
GOAL_STATUS_NAMES = {
    GoalStatus.DRAFT: _l("Draft"),
    GoalStatus.ACTIVE: _l("Active"),
    GoalStatus.ON_HOLD: _l("On hold"),
    GoalStatus.COMPLETED: _l("Completed"),
    GoalStatus.CANCELLED: _l("Cancelled"),
}


@dataclass(frozen=True)
class GoalWords:
    """A goal as it was typed. A part that was agreed on and stays as it is may be left out (None)."""

    client_words: str
    wording: str
    domain: Domain
    target_on: date | None
    starts_on: date | None = None
    baseline: int | None = None
    ladder: Mapping[int, str] | None = None


@dataclass(frozen=True)
class Judgement:
    """Where a goal stands on its ladder on a day: as the mentor sees it, and as the client does, if asked."""

    rated_on: date
    mentor_level: int
    client_level: int | None = None
    evidence: str = ""


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
    return status in (GoalStatus.COMPLETED, GoalStatus.CANCELLED)


def check_words(words: GoalWords, starts_on: date) -> None:
    """`RuleBroken` where the client's words are missing, a text is too long, or the target day is too early."""
    if not words.client_words.strip():
        raise RuleBroken(_("Please write the goal in the client's own words."), "client_words")
    lengths = {"client_words": CLIENT_WORDS_MAX, "wording": WORDING_MAX}
    for field, most in lengths.items():
        if len(getattr(words, field)) > most:
            raise RuleBroken(_("At most %(most)s letters, please.", most=most), field)
    if any(len(step) > STEP_MAX for step in (words.ladder or {}).values()):
        raise RuleBroken(_("A step of the ladder has at most %(most)s letters.", most=STEP_MAX))
    if words.baseline is not None and not is_level(words.baseline):
        raise RuleBroken(_("The ladder goes from −2 to +2."), "baseline")
    if words.target_on and words.target_on < starts_on:
        raise RuleBroken(_("The target day is before the first one."), "target_on")


def check_ladder(ladder: Mapping[int, str], baseline: int) -> None:
    """`RuleBroken` where a ladder is not ready to be agreed on: it tells what is now, and what is hoped for."""
    if not ladder.get(EXPECTED, "").strip():
        raise RuleBroken(_("The ladder does not say yet what is expected. Please write that step first."))
    if not ladder.get(baseline, "").strip():
        raise RuleBroken(_("The ladder does not say yet where the client begins. Please write that step first."))


def check_agreement(agreed_on: date, today: date) -> None:
    """`RuleBroken` where the day of an agreement has not come yet."""
    if agreed_on > today:
        raise RuleBroken(_("This day has not come yet. Please choose today or an earlier one."), "agreed_on")


def check_judgement(judgement: Judgement, starts_on: date, today: date) -> None:
    """`RuleBroken` where a rating lies in the future or before the goal, or off the ladder."""
    if judgement.rated_on > today:
        raise RuleBroken(_("This day has not come yet. Please choose today or an earlier one."), "rated_on")
    if judgement.rated_on < starts_on:
        raise RuleBroken(_("On this day the goal had not begun yet."), "rated_on")
    if not is_level(judgement.mentor_level):
        raise RuleBroken(_("The ladder goes from −2 to +2."), "mentor_level")
    if judgement.client_level is not None and not is_level(judgement.client_level):
        raise RuleBroken(_("The ladder goes from −2 to +2."), "client_level")
    if len(judgement.evidence) > EVIDENCE_MAX:
        raise RuleBroken(_("At most %(most)s letters, please.", most=EVIDENCE_MAX), "evidence")
