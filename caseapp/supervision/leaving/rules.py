"""What somebody who leaves has in hand, and who takes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zlib import crc32

from caseapp.errors import RuleBroken
from caseapp.i18n import _

VERSIONS = 10**9


@dataclass(frozen=True)
class TakersDraft:
    """Who takes the clients, the groups, the tasks and the drafts of reports; nobody where they stay as they are."""

    clients: UUID | None = None
    groups: UUID | None = None
    tasks: UUID | None = None
    reports: UUID | None = None

    def __bool__(self) -> bool:
        return any((self.clients, self.groups, self.tasks, self.reports))


def version_of(records: Iterable[tuple[UUID, int]]) -> int:
    """A number that changes with any of these records."""
    return crc32(b"".join(sorted(id_.bytes + version.to_bytes(8, "big") for id_, version in records))) % VERSIONS


def check_takers(draft: TakersDraft, leaver_id: UUID) -> None:
    """`RuleBroken` where nobody was chosen, or the person who leaves."""
    if not draft:
        raise RuleBroken(_("Choose who takes over, all or a part."), "everything")
    if leaver_id in (draft.clients, draft.groups, draft.tasks, draft.reports):
        raise RuleBroken(_("Choose somebody other than the person whose work is handed over."), "everything")
