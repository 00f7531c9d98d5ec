"""Changing the status of a client's file."""

from datetime import date

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.file.models import StatusChange
from caseapp.clients.file.queries import find_status_change
from caseapp.clients.file.rules import ClientStatusDraft, check_status_change
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients, ensure_visible, in_charge
from caseapp.clients.rules import ClientStatus, earliest_end
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _


@transaction
def change_status(
    viewer: Viewer, client: Client, draft: ClientStatusDraft, version: int | None, key: IdempotencyKey
) -> StatusChange:
    """Change the status from a day on. Closing a file ends its assignments on that day, if that was confirmed."""
    ensure(viewer, Capability.OPEN_FILES)
    ensure_visible(viewer, client.id, in_charge)
    if is_repeated(key, viewer.id):
        return find_status_change(viewer, key.id)
    expect_version(client, version)
    check_status_change(client.status, client.status_on, draft, today())
    if draft.status is ClientStatus.CLOSED:
        _end_assignments(viewer, client, draft)
    client.status, client.status_on = draft.status, draft.starts_on
    change = StatusChange(
        id=key.id,
        client_id=client.id,
        status=draft.status,
        starts_on=draft.starts_on,
        reason=draft.reason if draft.status is ClientStatus.CLOSED else "",
        returns_on=draft.returns_on if draft.status is ClientStatus.PAUSED else None,
        created_by_id=viewer.id,
        created_at=now(),
    )
    change.words = draft.words
    db.session.add(change)
    db.session.flush()
    record(Act.STATUS_CHANGED, viewer, about=change, clients=[client.id], status=str(draft.status))
    return change


def _end_assignments(viewer: Viewer, client: Client, draft: ClientStatusDraft) -> None:
    lasting = [
        assignment
        for assignment in db.session.scalars(
            about_visible_clients(viewer, Assignment).where(Assignment.client_id == client.id)
        )
        if _lasts_beyond(assignment, draft.starts_on)
    ]
    if lasting and not draft.ends_assignments:
        raise RuleBroken(_("Confirm that the assignments end with the file."), "ends_assignments")
    for assignment in lasting:
        # An assignment that has not begun is withdrawn.
        assignment.ends_on = max(draft.starts_on, earliest_end(assignment.starts_on))
        record(
            Act.ASSIGNMENT_ENDED,
            viewer,
            about=assignment,
            clients=[client.id],
            mentor=assignment.mentor_id.hex,
            starts_on=assignment.starts_on.isoformat(),
            ends_on=assignment.ends_on.isoformat(),
        )


def _lasts_beyond(assignment: Assignment, day: date) -> bool:
    return assignment.ends_on is None or assignment.ends_on > max(day, earliest_end(assignment.starts_on))
