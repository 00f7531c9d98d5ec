"""The rules of small wins: what went well, in the client's own words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

WIN_MAX = 300


class CommonWin(StrEnum):
    """What is often said, offered for one tap."""

    WENT_OUT = "went_out"
    CALLED = "called"
    STAYED = "stayed"
    TRIED = "tried"
    ASKED = "asked"
    CAME = "came"


COMMON_WIN_WORDS = {
    CommonWin.WENT_OUT: _l("I went out"),
    CommonWin.CALLED: _l("I called somebody"),
    CommonWin.STAYED: _l("I stayed longer than last time"),
    CommonWin.TRIED: _l("I tried something new"),
    CommonWin.ASKED: _l("I asked for help"),
    CommonWin.CAME: _l("I came, though it was hard"),
}


@dataclass(frozen=True)
class WinDraft:
    """What went well, and towards which goal if it was towards one."""

    words: str
    goal_id: UUID | None = None


def check_win(draft: WinDraft) -> None:
    """`RuleBroken` if nothing is said, or too much."""
    if not draft.words.strip():
        raise RuleBroken(_("Say in a few words what went well, or choose one of the sentences."), "words")
    check_length(draft.words, WIN_MAX, "words")


def may_undo(by_client: bool, is_client: bool, on: date, today: date) -> bool:
    """Whether a win can be taken back: on its day, and what the client said only by whoever holds the screen, or the
    mentor; what the mentor wrote not by the client."""
    return on == today and (by_client or not is_client)
