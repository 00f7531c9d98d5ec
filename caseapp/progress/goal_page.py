"""The goals of a client's page, each with its pictures and its levels in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from markupsafe import Markup

from caseapp.charts.shapes import Picture, PictureTable
from caseapp.charts.svg import small_svg, svg
from caseapp.clock import today
from caseapp.goals.queries import GoalRow, RatingRow
from caseapp.goals.rules import EXPECTED, LEVEL_NAMES, GoalStatus, is_over, level_words, levels_gained
from caseapp.progress.chart_words import ladder_picture, stairs_picture
from caseapp.progress.rules import STILL, CurrentRatings, DatedRating, changed_on, current_ratings

SHORTEST_AXIS = timedelta(days=60)


@dataclass(frozen=True)
class Level:
    """One level of a ladder, in words."""

    number: int
    words: str
    is_now: bool
    is_expected: bool


@dataclass(frozen=True)
class GoalCard:
    """A goal as the client's page shows it."""

    goal: GoalRow
    now: CurrentRatings
    levels: list[Level]
    stairs: Markup
    chart: Markup | None
    table: PictureTable | None
    climbed: int | None
    apart: int | None
    still_since: date | None
    is_open: bool

    @property
    def is_draft(self) -> bool:
        """Whether nothing has been agreed on yet."""
        return self.goal.status is GoalStatus.DRAFT

    @property
    def may_be_rated(self) -> bool:
        """Whether a rating can be added."""
        return self.goal.status is GoalStatus.ACTIVE


def goal_cards(goals: Iterable[GoalRow], ratings: Iterable[RatingRow], called: str) -> list[GoalCard]:
    """The cards in the order of the goals, the first one open; those that are over have their way on their own page.
    Ratings entered in error count nowhere, those of a former ladder stay on the goal's own page."""
    known = list(goals)
    ladders = {goal.id: goal.ladder_number for goal in known}
    rated: dict[UUID, list[DatedRating]] = {}
    for rating in ratings:
        if not rating.is_in_error and rating.ladder_number == ladders.get(rating.goal_id):
            rated.setdefault(rating.goal_id, []).append(
                DatedRating(rating.rated_on, rating.mentor_level, rating.client_level)
            )
    return [_card(goal, rated.get(goal.id, []), called, is_open=goal is known[0]) for goal in known]


def _card(goal: GoalRow, ratings: list[DatedRating], called: str, *, is_open: bool) -> GoalCard:
    now = current_ratings(ratings)
    chart = None if is_over(goal.status) else _chart(goal, ratings, called)
    steps = stairs_picture(goal.title, goal.baseline, now, client=called)
    return GoalCard(
        goal=goal,
        now=now,
        levels=_levels(goal, now),
        stairs=small_svg(steps),
        chart=svg(chart) if chart else None,
        table=chart.table if chart else None,
        climbed=None if now.mentor is None else levels_gained(goal.baseline, now.mentor),
        apart=None if now.mentor is None or now.client is None else now.client - now.mentor,
        still_since=_still_since(goal, ratings),
        is_open=is_open,
    )


def _chart(goal: GoalRow, ratings: list[DatedRating], called: str) -> Picture:
    return ladder_picture(
        goal.title,
        goal.baseline,
        goal.starts_on,
        ratings,
        client=called,
        first=goal.starts_on,
        last=_end_of_axis(goal.starts_on),
        width=310,
    )


def _end_of_axis(starts_on: date) -> date:
    return max(today(), starts_on + SHORTEST_AXIS)


def _levels(goal: GoalRow, now: CurrentRatings) -> list[Level]:
    """From the highest to the lowest, as the chart stands; the general words where the ladder has none yet."""
    return [
        Level(number, level_words(goal.ladder, number), number == now.mentor, number == EXPECTED)
        for number in sorted(LEVEL_NAMES, reverse=True)
    ]


def _still_since(goal: GoalRow, ratings: list[DatedRating]) -> date | None:
    """Since when nothing has moved, where it is long enough to be worth a word."""
    if is_over(goal.status) or not ratings:
        return None
    day = changed_on(goal.baseline, ratings, goal.starts_on)
    return day if today() - day >= STILL else None
