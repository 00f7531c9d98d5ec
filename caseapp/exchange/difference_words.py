"""What files and records say, in words for people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseapp.activities.rules import MODE_NAMES, OUTCOME_NAMES
from caseapp.clients.rules import GENDER_FORM_NAMES, LANGUAGE_NAMES
from caseapp.exchange.spreadsheets.outcomes import Became, RecordChange, Said
from caseapp.goals.rules import LEVEL_NAMES
from caseapp.i18n import _
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind

NAMES: dict[str, dict[str, Any]] = {
    "mode": {mode.value: name for mode, name in MODE_NAMES.items()},
    "outcome": {outcome.value: name for outcome, name in OUTCOME_NAMES.items()},
    "language": dict(LANGUAGE_NAMES),
    "gender_form": {form.value: name for form, name in GENDER_FORM_NAMES.items()},
    "baseline": {str(level): name for level, name in LEVEL_NAMES.items()},
}


def value_in_words(field: str, said: Said) -> str:
    """One value of a field as people read it."""
    if said == "":
        return ""
    said = str(said)
    if field in ("born_on", "target_on"):
        return f"{date.fromisoformat(said):%d/%m/%Y}"
    if field == "domain":
        return name_of(ListKind.DOMAINS, said)
    return str(NAMES[field].get(said, said)) if field in NAMES else said


def difference_in_words(change: RecordChange, stored: Mapping[str, Said]) -> str:
    """What a row says otherwise, a line for each field; a text without the stored one, beside which it stands."""
    return "\n".join(
        _("%(heading)s: %(said)s", heading=change.headings[field], said=value_in_words(field, said))
        if field == "note"
        else _(
            "%(heading)s: %(said)s instead of %(stored)s",
            heading=change.headings[field],
            said=value_in_words(field, said),
            stored=value_in_words(field, stored[field]) or "–",
        )
        for field, said in change.says.items()
    )


def taken_in_words(counts: Mapping[Became, int]) -> str:
    """What became of differences."""
    sentence: str = _(
        "Differences: %(taken)s taken, %(amended)s added as corrections beside final notes, %(left)s left as they are.",
        taken=counts[Became.TAKEN],
        amended=counts[Became.AMENDED],
        left=counts[Became.LEFT],
    )
    return sentence
