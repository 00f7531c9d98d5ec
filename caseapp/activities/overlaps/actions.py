"""Asking before the same meeting is stored twice."""

from collections.abc import Sequence
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.overlaps.queries import find_same, lock_client
from caseapp.activities.when_rules import AlreadyThere, When


def ask_about_same(
    viewer: Viewer, client_id: UUID, when: Sequence[When], is_planned: bool = False, but: UUID | None = None
) -> None:
    """`AlreadyThere` if the client has a meeting of the same day, hour and length; the first of two tabs is stored."""
    lock_client(viewer, client_id, when[0].held_on)
    if same := find_same(viewer, client_id, when, is_planned, but):
        raise AlreadyThere(same)
