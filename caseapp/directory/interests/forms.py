"""The cards as a form: two taps a card."""

from collections.abc import Iterator
from typing import Any

from caseapp.directory.interest_rules import INTEREST_GROUP_NAMES, INTEREST_NAMES, INTERESTS
from caseapp.directory.interests.rules import ChosenInterests
from caseapp.i18n import _l
from caseapp.web.fields import Several, choices_of
from caseapp.web.forms import EditForm


class InterestForm(EditForm):
    """Which cards the client chose."""

    enjoys = Several(_l("Does me good"), choices=choices_of(INTEREST_NAMES))
    tries = Several(_l("I would try it"), choices=choices_of(INTEREST_NAMES))

    def draft(self) -> ChosenInterests:
        """What was tapped."""
        return ChosenInterests(frozenset(self.enjoys.data or ()), frozenset(self.tries.data or ()))

    def groups(self) -> Iterator[tuple[str, list[tuple[str, str, Any, Any]]]]:
        """The cards as they lie: for each group its name, and for each card its code, its words and its two boxes."""
        enjoys = {option.data: option for option in self.enjoys}
        tries = {option.data: option for option in self.tries}
        for group, cards in INTERESTS.items():
            yield (
                str(INTEREST_GROUP_NAMES[group]),
                [(code, str(name), enjoys[code], tries[code]) for code, name in cards.items()],
            )


def stored_interests(chosen: ChosenInterests, version: int | None) -> dict[str, Any]:
    """A choice as the fields of its form."""
    return {"enjoys": sorted(chosen.enjoys), "tries": sorted(chosen.tries), "version": version or ""}
