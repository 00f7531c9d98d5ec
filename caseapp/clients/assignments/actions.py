"""Whole acts of the register: who mentors whom from when to when."""

from datetime import date
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.deputies.rules import overlaps
from caseapp.audit import Act, record
from caseapp.clients.assignments.queries import find_assignment, find_mentor, find_registered, hold_registered
from caseapp.clients.assignments.rules import check_cover
from caseapp.clients.models import Assignment
from caseapp.clients.queries import list_assignments, registered
from caseapp.clients.rules import check_stretch, earliest_end
from caseapp.clock import now
from caseapp.db import Submission, act, db, expect_version, is_repeated
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _


@act
def assign_mentor(
    client_id: UUID,
    mentor_id: UUID,
    starts_on: date,
    ends_on: date | None = None,
    covered_id: UUID | None = None,
    *,
    by: Viewer,
    submission: Submission,
) -> Assignment:
    """Give a client a mentor, also beside others, also until a day, also as a cover for another mentor, who stays."""
    ensure(by, Capability.ASSIGN_MENTORS)
    hold_registered(by, client_id)
    find_registered(by, client_id)
    if is_repeated(submission, by.id):
        return find_assignment(by, client_id, submission.id)
    return give_mentor(client_id, mentor_id, starts_on, ends_on, covered_id, by=by, assignment_id=submission.id)


@act
def give_mentor(
    client_id: UUID,
    mentor_id: UUID,
    starts_on: date,
    ends_on: date | None,
    covered_id: UUID | None = None,
    *,
    by: Viewer,
    assignment_id: UUID | None = None,
) -> Assignment:
    """The assignment itself; `RuleBroken` where the same mentor already has one that shares a day with it."""
    ensure(by, Capability.ASSIGN_MENTORS)
    check_stretch(starts_on, ends_on)
    mentor = _mentor(by, client_id, mentor_id)
    stretches = list_assignments(by, client_id, registered)
    if covered_id:
        check_cover(mentor_id, covered_id, starts_on, ends_on, stretches)
    for other in stretches:
        if other.mentor_id == mentor_id and overlaps(starts_on, ends_on, other.starts_on, other.ends_on):
            sentence = _("%(name)s is already this client's mentor on some of these dates.", name=mentor)
            raise RuleBroken(sentence, "mentor_id")
    assignment = Assignment(
        id=assignment_id,
        client_id=client_id,
        mentor_id=mentor_id,
        starts_on=starts_on,
        ends_on=ends_on,
        covered_id=covered_id,
        assigned_by_id=by.id,
        assigned_at=now(),
    )
    db.session.add(assignment)
    db.session.flush()
    _tell(Act.MENTOR_ASSIGNED, assignment, by)
    return assignment


@act
def end_assignment(assignment: Assignment, ends_on: date, version: int | None, *, by: Viewer) -> None:
    """Say which day is the last. The day before an assignment began takes back one that was given by mistake."""
    ensure(by, Capability.ASSIGN_MENTORS)
    hold_registered(by, assignment.client_id)
    find_registered(by, assignment.client_id)
    expect_version(assignment, version)
    if ends_on < earliest_end(assignment.starts_on):
        raise RuleBroken(_("The end date is before the assignment began."), "ends_on")
    for other in list_assignments(by, assignment.client_id, registered):
        is_own = other.mentor_id == assignment.mentor_id and other.id != assignment.id
        if is_own and overlaps(assignment.starts_on, ends_on, other.starts_on, other.ends_on):
            raise RuleBroken(_("Another assignment of this mentor already covers some of these dates."), "ends_on")
    assignment.ends_on = ends_on
    _tell(Act.ASSIGNMENT_ENDED, assignment, by)


def _mentor(by: Viewer, client_id: UUID, mentor_id: UUID) -> str:
    try:
        return find_mentor(by, client_id, mentor_id).name
    except NotVisible:
        raise RuleBroken(_("Choose a mentor from the list."), "mentor_id") from None


def _tell(what: Act, assignment: Assignment, by: Viewer) -> None:
    record(
        what,
        by,
        about=assignment,
        clients=[assignment.client_id],
        mentor=assignment.mentor_id.hex,
        starts_on=assignment.starts_on.isoformat(),
        ends_on=assignment.ends_on.isoformat() if assignment.ends_on else None,
    )
