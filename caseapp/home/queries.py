"""What the first pages show."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.plans.queries import PlannedMeeting, coming_meetings
from caseapp.clock import today
from caseapp.db.unreadable import still_unreadable
from caseapp.groups.schedule.queries import AttendanceDue, list_attendance_due
from caseapp.home.rules import is_waiting
from caseapp.progress.people_queries import ClientRow, NextStep, list_open_clients, next_steps
from caseapp.reports.due_rules import ReportCounts
from caseapp.reports.pending_queries import counts_of
from caseapp.supervision.board.goal_queries import clients_to_review
from caseapp.supervision.board.queries import board_limits
from caseapp.supervision.board.reminder_queries import ReminderRow, reminders_of

__all__ = ["Today", "still_unreadable", "today_of"]

PLANNED_AHEAD = timedelta(days=7)


class PersonWithStep(NamedTuple):
    """A client and what was agreed for the next meeting."""

    person: ClientRow
    step: NextStep


class Today(NamedTuple):
    """A mentor's first page."""

    waiting: list[PersonWithStep]
    coming: list[PersonWithStep]
    people: list[ClientRow]
    steps: dict[UUID, NextStep]
    planned: list[PlannedMeeting]
    reminded: list[ReminderRow]
    to_review: list[ClientRow]
    reports: ReportCounts
    attendance_due: list[AttendanceDue]


def today_of(viewer: Viewer) -> Today:
    """The mentor's clients, and what was agreed with them: days that have passed first, then the coming ones."""
    people = list_open_clients(viewer)
    steps = next_steps(viewer)
    late = clients_to_review(viewer, board_limits())
    agreed = sorted(
        (PersonWithStep(person, steps[person.id]) for person in people if person.id in steps and steps[person.id].on),
        key=lambda each: (each.step.on or today(), each.person.name),
    )
    return Today(
        waiting=[each for each in agreed if is_waiting(each.step.on, today())],
        coming=[each for each in agreed if not is_waiting(each.step.on, today())],
        people=people,
        steps=steps,
        reminded=reminders_of(viewer),
        to_review=[person for person in people if person.id in late],
        attendance_due=list_attendance_due(viewer),
        reports=counts_of(viewer),
        planned=[plan for plan in coming_meetings(viewer) if plan.held_on <= today() + PLANNED_AHEAD],
    )
