"""Assigning mentors and ending assignments."""

from datetime import date
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.deputies.rules import overlaps
from caseapp.audit import Act, record
from caseapp.clients.assignments.queries import find_assignment, find_mentor, find_registered, lock_registered
from caseapp.clients.assignments.rules import AssignmentDraft, check_cover, is_revived
from caseapp.clients.models import Assignment
from caseapp.clients.queries import list_assignments, registered
from caseapp.clients.rules import check_assignment_days, earliest_end
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.fitness.queries import lacking_papers
from caseapp.i18n import _


@transaction
def assign_mentor(
    viewer: Viewer,
    client_id: UUID,
    draft: AssignmentDraft,
    key: IdempotencyKey,
) -> Assignment:
    """Assign a mentor to a client, also beside others, or as a cover for one of them."""
    ensure(viewer, Capability.ASSIGN_MENTORS)
    lock_registered(viewer, client_id)
    find_registered(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_assignment(viewer, client_id, key.id)
    return give_mentor(viewer, client_id, draft, assignment_id=key.id)


@transaction
def give_mentor(
    viewer: Viewer,
    client_id: UUID,
    draft: AssignmentDraft,
    *,
    assignment_id: UUID | None = None,
) -> Assignment:
    """The assignment itself; `RuleBroken` if it overlaps another one of the same mentor."""
    ensure(viewer, Capability.ASSIGN_MENTORS)
    check_assignment_days(draft.starts_on, draft.ends_on)
    mentor = _mentor(viewer, client_id, draft.mentor_id)
    periods = list_assignments(viewer, client_id, registered)
    check_cover(draft, periods)
    _check_papers(viewer, draft.mentor_id, mentor, draft.starts_on, "mentor_id")
    for other in periods:
        if other.mentor_id == draft.mentor_id and overlaps(
            draft.starts_on, draft.ends_on, other.starts_on, other.ends_on
        ):
            sentence = _("%(name)s is already this client's mentor on some of these dates.", name=mentor)
            raise RuleBroken(sentence, "mentor_id")
    assignment = Assignment(
        id=assignment_id,
        client_id=client_id,
        mentor_id=draft.mentor_id,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        covered_id=draft.covered_id,
        assigned_by_id=viewer.id,
        assigned_at=now(),
    )
    db.session.add(assignment)
    db.session.flush()
    _record(viewer, Act.MENTOR_ASSIGNED, assignment)
    return assignment


@transaction
def end_assignment(viewer: Viewer, assignment: Assignment, ends_on: date, version: int | None) -> None:
    """Set the last day. The day before it began withdraws an assignment that was made by mistake."""
    ensure(viewer, Capability.ASSIGN_MENTORS)
    lock_registered(viewer, assignment.client_id)
    find_registered(viewer, assignment.client_id)
    expect_version(assignment, version)
    if ends_on < earliest_end(assignment.starts_on):
        raise RuleBroken(_("The end date is before the assignment began."), "ends_on")
    periods = list_assignments(viewer, assignment.client_id, registered)
    if is_revived(assignment.starts_on, assignment.ends_on, ends_on, today()):
        name = next(period.mentor_name for period in periods if period.id == assignment.id)
        _check_papers(viewer, assignment.mentor_id, name, assignment.starts_on, "ends_on")
    for other in periods:
        is_own = other.mentor_id == assignment.mentor_id and other.id != assignment.id
        if is_own and overlaps(assignment.starts_on, ends_on, other.starts_on, other.ends_on):
            raise RuleBroken(_("Another assignment of this mentor already covers some of these dates."), "ends_on")
    assignment.ends_on = ends_on
    _record(viewer, Act.ASSIGNMENT_ENDED, assignment)


def _mentor(viewer: Viewer, client_id: UUID, mentor_id: UUID) -> str:
    try:
        return find_mentor(viewer, client_id, mentor_id).name
    except NotVisible:
        raise RuleBroken(_("Choose a mentor from the list."), "mentor_id") from None


def _check_papers(viewer: Viewer, mentor_id: UUID, name: str, starts_on: date, field: str) -> None:
    """`RuleBroken` where the organisation's rule binds and the mentor lacks papers."""
    lacking = lacking_papers(viewer, mentor_id, max(today(), starts_on))
    if lacking:
        sentence = _(
            "%(name)s is not assigned anew while papers are missing or expired: %(papers)s.",
            name=name,
            papers=_(", ").join(lacking),
        )
        raise RuleBroken(sentence, field)


def _record(viewer: Viewer, what: Act, assignment: Assignment) -> None:
    record(
        what,
        viewer,
        about=assignment,
        clients=[assignment.client_id],
        mentor=assignment.mentor_id.hex,
        starts_on=assignment.starts_on.isoformat(),
        ends_on=assignment.ends_on.isoformat() if assignment.ends_on else None,
    )
