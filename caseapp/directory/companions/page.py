"""What the mentors among whom somebody chooses share with a client."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Capability, Viewer, may
from caseapp.clients.assignments.queries import MentorChoice
from caseapp.directory.companions.queries import shared_with
from caseapp.directory.companions.words import common_words
from caseapp.directory.interests.queries import interests_of


class InCommon(NamedTuple):
    """A mentor, and what this mentor shares with the client, in words."""

    id: UUID
    name: str
    shared: list[str]


def mentors_in_common(viewer: Viewer, client_id: UUID, mentors: Sequence[MentorChoice]) -> list[InCommon] | None:
    """Those of the mentors who share something with the client, in the order given; nothing where the client's cards
    are not read: because the viewer may not, or because there are none."""
    chosen = interests_of(viewer, client_id).chosen if may(viewer, Capability.SEE_CLIENTS) else None
    if not chosen:
        return None
    shared = shared_with(viewer, chosen, [mentor.id for mentor in mentors])
    return [
        InCommon(mentor.id, mentor.name, common_words(shared[mentor.id])) for mentor in mentors if mentor.id in shared
    ]
