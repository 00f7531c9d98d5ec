"""What happened since a client's plan was last reviewed, gathered on one page."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.queries import contacts_between
from caseapp.activities.rules import CONTACT
from caseapp.areas.page import ToldTalk, told_talks
from caseapp.areas.queries import list_areas, list_talks
from caseapp.clock import local, today
from caseapp.followups.queries import FollowUpRow, follow_ups_of
from caseapp.goals.queries import GoalRow, RatingRow, list_goals, ratings_of
from caseapp.goals.rules import GoalStatus, level_words
from caseapp.goals.wins.queries import WinRow, wins_of
from caseapp.plan_reviews.queries import PlanReviewRow, list_reviews
from caseapp.stuck.step_queries import StuckStepRow, list_steps


class GoalWay(NamedTuple):
    """A goal with its level at the beginning of these days and now, in words; nothing where it was not rated since."""

    goal: GoalRow
    then: str
    now: str
    rated: int

    @property
    def has_moved(self) -> bool:
        """Whether the words differ."""
        return self.then != self.now


class PlanReviewPage(NamedTuple):
    """What the page gathers."""

    since: date
    goals: list[GoalWay]
    contacts: int
    open_tasks: list[FollowUpRow]
    done_tasks: list[FollowUpRow]
    wins: list[WinRow]
    talks: list[ToldTalk]
    steps: list[StuckStepRow]
    earlier: list[PlanReviewRow]


def reviewed_since(viewer: Viewer, client_id: UUID) -> date:
    """The day of the last review, or else the first day of the oldest goal."""
    earlier = list_reviews(viewer, client_id)
    return _since(earlier, list_goals(viewer, client_id))


def last_valid(reviews: Sequence[PlanReviewRow]) -> PlanReviewRow | None:
    """The newest review that was not struck out."""
    return next((review for review in reviews if not review.is_in_error), None)


def plan_review_page(viewer: Viewer, client_id: UUID) -> PlanReviewPage:
    """Everything of a client since the last review."""
    earlier, goals = list_reviews(viewer, client_id), list_goals(viewer, client_id)
    since = _since(earlier, goals)
    ratings = [each for each in ratings_of(viewer, client_id) if not each.is_in_error]
    met = contacts_between(viewer, client_id, since, today())
    tasks = follow_ups_of(viewer, client_id)
    closed = [task for task in tasks if task.closed_at and local(task.closed_at).date() >= since]
    talks = told_talks(list_areas(viewer, client_id), list_talks(viewer, client_id))
    return PlanReviewPage(
        since=since,
        goals=[_way(goal, ratings, since) for goal in goals if goal.status in (GoalStatus.ACTIVE, GoalStatus.ON_HOLD)],
        contacts=sum(each.outcome in CONTACT for each in met),
        open_tasks=[task for task in tasks if task.is_open],
        done_tasks=closed,
        wins=[win for win in wins_of(viewer, client_id) if win.on >= since],
        talks=[each for each in talks if each.talk.held_on >= since and not each.talk.is_in_error],
        steps=[
            step
            for step in list_steps(viewer, client_id)
            if local(step.created_at).date() >= since and not step.is_in_error
        ],
        earlier=earlier,
    )


def _since(earlier: Sequence[PlanReviewRow], goals: Sequence[GoalRow]) -> date:
    if last := last_valid(earlier):
        return last.held_on
    return min((goal.starts_on for goal in goals), default=today())


def _way(goal: GoalRow, ratings: Sequence[RatingRow], since: date) -> GoalWay:
    of_goal = [each for each in ratings if each.goal_id == goal.id and each.ladder_number == goal.ladder_number]
    before = [each.mentor_level for each in of_goal if each.rated_on < since]
    after = [each for each in of_goal if each.rated_on >= since]
    then = before[-1] if before else goal.baseline
    now = after[-1].mentor_level if after else then
    return GoalWay(goal, level_words(goal.ladder, then), level_words(goal.ladder, now), len(after))
