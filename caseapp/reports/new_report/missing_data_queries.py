"""What is missing in the records for a report about these days."""

from collections.abc import Iterator
from uuid import UUID

from caseapp.access import Viewer
from caseapp.basket.queries import list_approvals
from caseapp.goals.queries import ratings_of
from caseapp.goals.rules import GoalStatus, is_over
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.new_report.missing_data_rules import RELEVANT_FOR, MissingData, MissingItem
from caseapp.reports.record_queries import goal_backgrounds, meetings_without_note
from caseapp.reports.rules import Period
from caseapp.web.filters import day


def find_missing_data(viewer: Viewer, client_id: UUID, period: Period, kind: ReportKind) -> list[MissingItem]:
    """What this kind of report would lack, in the order of the report."""
    found = [
        *_approvals(viewer, client_id, period),
        *_goals(viewer, client_id, period),
        *(
            MissingItem(MissingData.NO_NOTE, day(each.held_on), each.id)
            for each in meetings_without_note(viewer, client_id, period)
        ),
    ]
    return [missing for missing in found if missing.kind in RELEVANT_FOR[kind]]


def _approvals(viewer: Viewer, client_id: UUID, period: Period) -> Iterator[MissingItem]:
    within = [
        approval
        for approval in list_approvals(viewer, client_id)
        if approval.starts_on <= period.ends_on and approval.ends_on >= period.starts_on
    ]
    if not within:
        yield MissingItem(MissingData.NO_APPROVAL)
    for approval in within:
        if not approval.reference:
            yield MissingItem(MissingData.NO_REFERENCE, day(approval.ends_on), approval.id)


def _goals(viewer: Viewer, client_id: UUID, period: Period) -> Iterator[MissingItem]:
    """Goals that are not agreed or not rated; a goal that is over needs no rating, and a draft has no ladder yet."""
    goals = goal_backgrounds(viewer, client_id, period)
    if not goals:
        yield MissingItem(MissingData.NO_GOAL)
    rated = {
        rating.goal_id
        for rating in ratings_of(viewer, client_id)
        if not rating.is_in_error and period.starts_on <= rating.rated_on <= period.ends_on
    }
    for goal in goals:
        if goal.status is GoalStatus.DRAFT:
            yield MissingItem(MissingData.NOT_AGREED, goal.title, goal.id)
        elif goal.id not in rated and not is_over(goal.status):
            yield MissingItem(MissingData.NOT_RATED, goal.title, goal.id)
