"""What of their cards two people share."""

from typing import NamedTuple

from caseapp.directory.interests.rules import ChosenInterests


class CommonGround(NamedTuple):
    """What both enjoy, what one enjoys and the other would try, and what both would try."""

    both: frozenset[str]
    one: frozenset[str]
    new: frozenset[str]

    def __bool__(self) -> bool:
        return any(self)


def common_ground(first: ChosenInterests, second: ChosenInterests) -> CommonGround:
    """What two people share; it is the same whoever is asked first."""
    return CommonGround(
        both=first.enjoys & second.enjoys,
        one=(first.enjoys & second.tries) | (first.tries & second.enjoys),
        new=first.tries & second.tries,
    )
