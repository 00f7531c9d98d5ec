"""By what the rows of the board can be narrowed."""

from collections.abc import Mapping
from typing import NamedTuple, Self
from uuid import UUID

from caseapp.errors import NotVisible
from caseapp.supervision.board.order_rules import Reason

INITIALS = "initials"
SERVICE_MOST = 100


class BoardFilter(NamedTuple):
    """The filters in the address, and whether clients are named by their initials only."""

    mentor_id: UUID | None = None
    reason: Reason | None = None
    service: str = ""
    team_id: UUID | None = None
    has_initials: bool = False

    @classmethod
    def read(cls, address: Mapping[str, str]) -> Self:
        """The filters as an address names them; `NotVisible` for any that cannot be."""
        try:
            mentor, reason, team = (address.get(name) for name in ("mentor", "reason", "team"))
            return cls(
                UUID(mentor) if mentor else None,
                Reason(reason) if reason else None,
                address.get("service", ""),
                UUID(team) if team else None,
                address.get("names") == INITIALS,
            )
        except ValueError:
            raise NotVisible from None

    def written(self) -> dict[str, str]:
        """The same filters as an address names them."""
        named = {
            "mentor": self.mentor_id,
            "reason": self.reason and self.reason.value,
            "service": self.service[:SERVICE_MOST],
            "team": self.team_id,
            "names": INITIALS if self.has_initials else None,
        }
        return {name: str(value) for name, value in named.items() if value}


EVERYBODY = BoardFilter()
