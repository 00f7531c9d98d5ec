"""What the first page shows of the viewer's people."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.plans.queries import Planned, coming_meetings
from caseapp.clock import today
from caseapp.groups.schedule.queries import Due, rolls_due
from caseapp.home.rules import is_waiting
from caseapp.progress.people_queries import AgreedStep, PersonRow, agreed_steps, open_people
from caseapp.reports.due_rules import ReportCounts
from caseapp.reports.pending_queries import counts_of
from caseapp.supervision.board.attention_queries import clients_with
from caseapp.supervision.board.queries import board_limits
from caseapp.supervision.board.reminder_queries import Reminded, reminders_of
from caseapp.supervision.board.rules import Reason

PLANNED_AHEAD = timedelta(days=7)


class Agreed(NamedTuple):
    """A person and what was agreed on for the next time."""

    person: PersonRow
    step: AgreedStep


class Today(NamedTuple):
    """A mentor's first page."""

    waiting: list[Agreed]
    coming: list[Agreed]
    people: list[PersonRow]
    steps: dict[UUID, AgreedStep]
    planned: list[Planned]
    reminded: list[Reminded]
    to_review: list[PersonRow]
    reports: ReportCounts
    rolls: list[Due]


def today_of(viewer: Viewer) -> Today:
    """The mentor's people, and the agreed steps among them: passed days first, then the coming ones by day."""
    people = open_people(viewer)
    steps = agreed_steps(viewer)
    late = clients_with(viewer, Reason.REVIEW, board_limits())
    agreed = sorted(
        (Agreed(person, steps[person.id]) for person in people if person.id in steps and steps[person.id].on),
        key=lambda each: (each.step.on or today(), each.person.name),
    )
    return Today(
        waiting=[each for each in agreed if is_waiting(each.step.on, today())],
        coming=[each for each in agreed if not is_waiting(each.step.on, today())],
        people=people,
        steps=steps,
        reminded=reminders_of(viewer),
        to_review=[person for person in people if person.id in late],
        rolls=rolls_due(viewer),
        reports=counts_of(viewer),
        planned=[plan for plan in coming_meetings(viewer) if plan.held_on <= today() + PLANNED_AHEAD],
    )
