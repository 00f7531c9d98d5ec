"""The rules of transfers."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import TEXT_MAX, check_length

NOTE_MAX = TEXT_MAX


@dataclass(frozen=True)
class TransferDraft:
    """Which assignment ends, who takes over, from which day on, and a note for the new mentor."""

    assignment_id: UUID
    mentor_id: UUID
    starts_on: date
    note: str = ""


@dataclass(frozen=True)
class TeamTransferDraft:
    """To which team a client goes, and a note for it."""

    team_id: UUID
    note: str = ""


def last_day_before(transfer_on: date, starts_on: date, ends_on: date | None) -> date:
    """The last day of an assignment that is handed over from `transfer_on` on.

    `RuleBroken` if it would end before it began, or has ended earlier.
    """
    before = transfer_on - timedelta(days=1)
    if before < starts_on:
        raise RuleBroken(_("The assignment begins on this date or later. Choose a later date."), "starts_on")
    if ends_on is not None and before > ends_on:
        raise RuleBroken(
            _("The assignment ends before this date. Choose the day after it ends, or earlier."), "starts_on"
        )
    return before


def last_day_in_team(today: date, starts_on: date) -> date:
    """The last day of an assignment when the client moves to another team today: yesterday.

    An assignment that began today or has not begun yet is withdrawn.
    """
    return max(today, starts_on) - timedelta(days=1)


def check_note(text: str) -> None:
    """`RuleBroken` if a note is too long."""
    check_length(text, NOTE_MAX, "note")
