"""What is told of a goal that two rate."""

from enum import StrEnum

from caseapp.i18n import _l


class GapList(StrEnum):
    """The lists of the page; each rated goal is on one."""

    DIFFERENT = "different"
    ALIKE = "alike"
    UNASKED = "unasked"


GAP_NAMES = {
    GapList.DIFFERENT: _l("Seen differently"),
    GapList.ALIKE: _l("Seen alike"),
    GapList.UNASKED: _l("The client has not rated it yet"),
}


def gap_of(mentor_level: int, client_level: int | None) -> GapList:
    """On which list a goal is, by its last ratings."""
    if client_level is None:
        return GapList.UNASKED
    return GapList.ALIKE if client_level == mentor_level else GapList.DIFFERENT
