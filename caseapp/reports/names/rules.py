"""Names of other people in a report, and what can be printed in their place."""

from collections.abc import Sequence
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.reports.rules import initials_of

NAME_MAX = 80
NAMES_MAX = 60


class Instead(StrEnum):
    """What is printed where the name of another person stands."""

    INITIAL = "initial"
    FRIEND = "friend"
    RELATIVE = "relative"
    PARTNER = "partner"
    NEIGHBOUR = "neighbour"
    COLLEAGUE = "colleague"
    MEMBER = "member"
    PROFESSIONAL = "professional"


INSTEAD_NAMES = {
    Instead.INITIAL: _l("The first letter"),
    Instead.FRIEND: _l("a friend"),
    Instead.RELATIVE: _l("a family member"),
    Instead.PARTNER: _l("a partner"),
    Instead.NEIGHBOUR: _l("a neighbour"),
    Instead.COLLEAGUE: _l("a colleague"),
    Instead.MEMBER: _l("a group member"),
    Instead.PROFESSIONAL: _l("a professional"),
}


def check_name(name: str, known: Sequence[str]) -> None:
    """`RuleBroken` where the name has no letter, or the list is full."""
    if not any(char.isalpha() for char in name):
        raise RuleBroken(_("Enter a name."), "name")
    if len(known) >= NAMES_MAX:
        raise RuleBroken(_("A report can hold at most %(most)s names.", most=NAMES_MAX), "name")


def words_for(name: str, instead: Instead) -> str:
    """What is printed for the name, in the language being spoken."""
    return initials_of(name) if instead is Instead.INITIAL else str(INSTEAD_NAMES[instead])
