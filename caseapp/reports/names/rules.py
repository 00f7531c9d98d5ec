"""Names of other people in a report, and what can be printed in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.reports.rules import initials_of

NAME_MAX = 80
NAMES_MAX = 60


class Substitute(StrEnum):
    """What is printed where the name of another person stands."""

    INITIAL = "initial"
    FRIEND = "friend"
    RELATIVE = "relative"
    PARTNER = "partner"
    NEIGHBOUR = "neighbour"
    COLLEAGUE = "colleague"
    MEMBER = "member"
    PROFESSIONAL = "professional"


SUBSTITUTE_NAMES = {
    Substitute.INITIAL: _l("The first letter"),
    Substitute.FRIEND: _l("a friend"),
    Substitute.RELATIVE: _l("a family member"),
    Substitute.PARTNER: _l("a partner"),
    Substitute.NEIGHBOUR: _l("a neighbour"),
    Substitute.COLLEAGUE: _l("a colleague"),
    Substitute.MEMBER: _l("a group member"),
    Substitute.PROFESSIONAL: _l("a professional"),
}


@dataclass(frozen=True)
class NameDraft:
    """A name, and what is printed in its place."""

    name: str
    instead: Substitute


def check_name(name: str, known: Sequence[str]) -> None:
    """`RuleBroken` where the name has no letter, or the list is full."""
    if not any(char.isalpha() for char in name):
        raise RuleBroken(_("Enter a name."), "name")
    if len(known) >= NAMES_MAX:
        raise RuleBroken(_("A report can hold at most %(most)s names.", most=NAMES_MAX), "name")


def words_for(name: str, instead: Substitute) -> str:
    """What is printed for the name, in the language being spoken."""
    return initials_of(name) if instead is Substitute.INITIAL else str(SUBSTITUTE_NAMES[instead])
