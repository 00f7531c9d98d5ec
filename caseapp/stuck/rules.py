"""The rules of what is stuck: for whom nothing moves, what may be in the way, what can be done, and when it is asked
whether that helped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from caseapp.clients.rules import FEWEST_TOLD
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length
from caseapp.ties.rules import FADES_FOR

LATELY_DAYS = 28
BEFORE_DAYS = 56
MET_BEFORE = 3
WORDS_MAX = 300


class Obstacle(StrEnum):
    """What may be in the way."""

    FEAR = "fear"
    SHAME = "shame"
    MONEY = "money"
    WAY_THERE = "way_there"
    SYMPTOMS = "symptoms"
    EVENTS = "events"
    TOO_BIG = "too_big"
    PAIR = "pair"


class NextAct(StrEnum):
    """What can be done: the one act with which the page is left."""

    SMALLER_STEP = "smaller_step"
    TOGETHER = "together"
    OTHER_GOAL = "other_goal"
    TALK = "talk"
    OTHER_MENTOR = "other_mentor"
    MORE_HELP = "more_help"


class StepOutcome(StrEnum):
    """What became of it, as answered some weeks later."""

    HELPED = "helped"
    NO_HELP = "no_help"
    NOT_DONE = "not_done"


OBSTACLE_NAMES = {
    Obstacle.FEAR: _l("Fear"),
    Obstacle.SHAME: _l("Shame"),
    Obstacle.MONEY: _l("Money"),
    Obstacle.WAY_THERE: _l("The way there"),
    Obstacle.SYMPTOMS: _l("Symptoms"),
    Obstacle.EVENTS: _l("Something happened"),
    Obstacle.TOO_BIG: _l("The goal is too big"),
    Obstacle.PAIR: _l("We two do not fit"),
}
WAY_NAMES = {
    NextAct.SMALLER_STEP: _l("A smaller step"),
    NextAct.TOGETHER: _l("Go along"),
    NextAct.OTHER_GOAL: _l("Another goal"),
    NextAct.TALK: _l("Talk with the supervisor"),
    NextAct.OTHER_MENTOR: _l("Another mentor"),
    NextAct.MORE_HELP: _l("More help"),
}
OUTCOME_NAMES = {
    StepOutcome.HELPED: _l("It helped"),
    StepOutcome.NO_HELP: _l("It did not help"),
    StepOutcome.NOT_DONE: _l("It was not done"),
}
OF_SUPERVISOR = frozenset({NextAct.TALK, NextAct.OTHER_MENTOR, NextAct.MORE_HELP})
"""What only whoever is in charge can do; a mentor asks for it."""


@dataclass(frozen=True)
class StuckLimits:
    """The organisation's thresholds on one day."""

    today: date
    still_days: int
    fading_percent: int
    lost_days: int


class LostTie(NamedTuple):
    """The last day on which a sign was that a client's tie is lost, and the day on which the newest one was thought
    of."""

    on: date | None = None
    begun_on: date | None = None


NO_TIE = LostTie()


@dataclass(frozen=True)
class StuckFacts:
    """What is known about an active client on one day: since when no goal in progress has changed, if there is one; the
    meetings of the last 28 days and of the 56 before; the day on which a step that was chosen is asked about; the day
    on which the last one had helped; the tie that was lost last; the day of the last pulse, if it was low or had
    fallen."""

    still_since: date | None = None
    lately: int = 0
    before: int = 0
    every: int = 7
    ask_on: date | None = None
    helped_on: date | None = None
    lost: LostTie = NO_TIE
    pulse_low_on: date | None = None


class Stuck(NamedTuple):
    """Why a client counts as stuck: the days without a change, where those are too many; whether the meetings fade; the
    days since a tie was lost; whether the last pulse of belonging was low or had fallen."""

    still_days: int | None
    is_fading: bool
    lost_days: int | None = None
    pulse_is_low: bool = False


def find_stuck(facts: StuckFacts, limits: StuckLimits) -> Stuck | None:
    """Why nothing moves, or nothing. While a chosen step has not been asked about the client is on the way; after one
    that helped the days are counted anew."""
    if facts.ask_on is not None:
        return None
    days = days_still(facts.still_since, facts.helped_on, limits.today)
    helped_lately = facts.helped_on is not None and facts.helped_on >= lately_from(limits.today)
    is_still = days is not None and days >= limits.still_days
    fades = not helped_lately and is_fading(facts.lately, facts.before, facts.every, limits.fading_percent)
    lost = days_lost(facts.lost, facts.helped_on, limits.today, limits.lost_days)
    falls = pulse_is_low(facts.pulse_low_on, facts.helped_on)
    found = Stuck(days if is_still else None, fades, lost, falls)
    return found if is_still or fades or falls or lost is not None else None


def days_still(still_since: date | None, helped_on: date | None, today: date) -> int | None:
    """Days since a goal changed, or since a step had helped; nothing where no goal is in progress."""
    if still_since is None:
        return None
    return max((today - max(still_since, helped_on or still_since)).days, 0)


def pulse_is_low(fell_on: date | None, helped_on: date | None) -> bool:
    """Whether the last pulse was low or had fallen, and no step has helped since."""
    return fell_on is not None and not (helped_on and helped_on >= fell_on)


def is_fading(lately: int, before: int, every: int, percent: int) -> bool:
    """Whether they met, for the time, less than this share of what it was in the eight weeks before, and less often
    than expected."""
    is_seldom = lately * every < LATELY_DAYS
    return is_seldom and before >= MET_BEFORE and lately * BEFORE_DAYS * 100 < before * LATELY_DAYS * percent


def days_lost(lost: LostTie, helped_on: date | None, today: date, least: int) -> int | None:
    """Days since a tie was lost, if there are so many; nothing where something new was begun or a step has helped
    since."""
    if lost.on is None or any(day and day >= lost.on for day in (lost.begun_on, helped_on)):
        return None
    days = (today - lost.on).days
    return days if days >= least else None


def lost_between(today: date, least: int) -> tuple[date, date]:
    """The days of signs that count: long enough ago, and of the last twelve weeks."""
    return today - FADES_FOR, today - timedelta(days=least)


def is_asked(ask_on: date | None, today: date) -> bool:
    """Whether it is time to ask about a step that has not been answered."""
    return ask_on is not None and ask_on <= today


def lately_from(today: date) -> date:
    """The first of the last 28 days."""
    return today - timedelta(days=LATELY_DAYS - 1)


@dataclass(frozen=True)
class StuckDraft:
    """What is in the way, the one act that was chosen, and a few words about it."""

    obstacles: tuple[Obstacle, ...]
    way: NextAct
    words: str = ""


def check_draft(draft: StuckDraft) -> None:
    """`RuleBroken` if the words are too long."""
    check_length(draft.words, WORDS_MAX, "words")


def check_free(is_under_way: bool) -> None:
    """`RuleBroken` if another step waits for its answer: none is left in silence."""
    if is_under_way:
        raise RuleBroken(_("A step is under way. Say first whether it helped."))


class HelpTally(NamedTuple):
    """How many times an act was answered for with just these obstacles, and how many times it had helped."""

    obstacles: frozenset[str]
    way: NextAct
    answered: int
    helped: int


class HelpCount(NamedTuple):
    """In how many of how many times an act helped; nothing where they are too few to be told."""

    helped: int | None
    answered: int | None


def count_help(tallies: Iterable[HelpTally], obstacles: Iterable[Obstacle]) -> dict[NextAct, HelpCount]:
    """How often each act helped where one of these was in the way, or altogether where none is named. Fewer than five
    answers are not told: they could be somebody."""
    wanted = {str(each) for each in obstacles}
    counted = [each for each in tallies if not wanted or wanted & each.obstacles]
    counts = {}
    for way in NextAct:
        answered = sum(each.answered for each in counted if each.way is way)
        helped = sum(each.helped for each in counted if each.way is way)
        counts[way] = HelpCount(helped, answered) if answered >= FEWEST_TOLD else HelpCount(None, None)
    return counts
