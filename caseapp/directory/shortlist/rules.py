"""How long a client's list may be, so that it fits on one page."""

from caseapp.errors import RuleBroken
from caseapp.i18n import _

SHORTLIST_MOST = 5
LARGE_UP_TO = 800  # characters: so many fit on a page in large type
ALL_UP_TO = 2_400  # characters: with more of them only what leads there is printed


def check_room(taken: int) -> None:
    """`RuleBroken` where the list is full."""
    if taken >= SHORTLIST_MOST:
        raise RuleBroken(
            _("The list holds %(most)s entries, so that it fits on one page. Take one off first.", most=SHORTLIST_MOST)
        )
