"""A client's goal attainment in a period: the figure, and the goals and ratings that it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clock import today
from caseapp.goals.queries import GoalRow, RatingRow, list_goals, ratings_of
from caseapp.goals.rules import is_scored
from caseapp.goals.status.rules import Attainment, attained
from caseapp.i18n import _, ngettext
from caseapp.progress.attainment.rules import (
    WEEKS_OFFERED,
    AttainmentPeriod,
    GoalInPeriod,
    weeks_before,
)
from caseapp.progress.page import FilterLink
from caseapp.progress.rules import DatedRating


@dataclass(frozen=True)
class CountedGoal:
    """A goal that the figure counts, with its valid ratings, the newest first."""

    goal: GoalRow
    stood: GoalInPeriod
    ratings: list[RatingRow]


@dataclass(frozen=True)
class AttainmentPage:
    """The figures since the start of the goals and since the first day of the period, the goals that they count, and
    the others; one for the whole time has no figure at the beginning of the period."""

    score: Attainment | None
    moved: Attainment | None
    counted: list[CountedGoal]
    left_out: list[GoalRow]


def attainment_page(viewer: Viewer, client_id: UUID, period: AttainmentPeriod) -> AttainmentPage:
    """What a visible client's goals say at the end of the period. The goals are those that a report of the same period
    counts: begun and rated by then, neither cancelled nor entered in error; former ladders count nowhere."""
    goals = [goal for goal in list_goals(viewer, client_id) if goal.starts_on <= period.until]
    ratings = _ratings(viewer, client_id, period)
    counted = [
        _counted(goal, ratings[goal.id, goal.ladder_number], period)
        for goal in goals
        if is_scored(goal.status, is_rated=(goal.id, goal.ladder_number) in ratings)
    ]
    known = {each.goal.id for each in counted}
    return AttainmentPage(
        score=attained(each.stood.since_start for each in counted),
        moved=attained(each.stood.in_period for each in counted) if period.since else None,
        counted=counted,
        left_out=[goal for goal in goals if goal.id not in known],
    )


def period_choices(period: AttainmentPeriod) -> list[FilterLink]:
    """The whole time, and the weeks that end today."""
    day = today()
    choices = [FilterLink(_("From the beginning"), "?", period == AttainmentPeriod(None, day))]
    for weeks in WEEKS_OFFERED:
        since = weeks_before(day, weeks)
        words = ngettext("%(num)d week", "%(num)d weeks", weeks)
        choices.append(FilterLink(words, f"?since={since}", period == AttainmentPeriod(since, day)))
    return choices


def _ratings(viewer: Viewer, client_id: UUID, period: AttainmentPeriod) -> Mapping[tuple[UUID, int], list[RatingRow]]:
    """The valid ratings until the end of the period, of each goal and ladder."""
    found: dict[tuple[UUID, int], list[RatingRow]] = {}
    for rating in ratings_of(viewer, client_id):
        if not rating.is_in_error and rating.rated_on <= period.until:
            found.setdefault((rating.goal_id, rating.ladder_number), []).append(rating)
    return found


def _counted(goal: GoalRow, ratings: list[RatingRow], period: AttainmentPeriod) -> CountedGoal:
    dated = [DatedRating(each.rated_on, each.mentor_level, each.client_level) for each in ratings]
    stood = GoalInPeriod(goal.weight, goal.baseline, dated, period.since)
    return CountedGoal(goal, stood, ratings[::-1])
