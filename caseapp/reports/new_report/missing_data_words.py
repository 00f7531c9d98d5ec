"""What is missing for a report, in words, with the page on which it is added; that page leads back here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from flask_login import current_user

from caseapp.access import Capability, may
from caseapp.i18n import _, _l, apart
from caseapp.reports.new_report.missing_data_rules import MissingData, MissingItem


@dataclass(frozen=True)
class MissingDataRow:
    """One thing that is missing; without a link where only others can add it."""

    words: str
    detail: str
    url: str | None
    icon: str


WORDS = {
    MissingData.NO_APPROVAL: _l("These dates are not covered by an approval"),
    MissingData.NO_REFERENCE: _l("The approval until %(about)s has no reference number"),
    MissingData.NO_GOAL: _l("There are no goals in this period"),
    MissingData.NOT_AGREED: _l("Not yet agreed with the client: %(about)s"),
    MissingData.NOT_RATED: _l("Not rated in this period: %(about)s"),
    MissingData.NO_NOTE: _l("Nothing written about the meeting on %(about)s"),
}
ICONS = {
    MissingData.NO_APPROVAL: "calendar-clock",
    MissingData.NO_REFERENCE: "calendar-clock",
    MissingData.NO_GOAL: "target",
    MissingData.NOT_AGREED: "target",
    MissingData.NOT_RATED: "target",
    MissingData.NO_NOTE: "pen-line",
}
OF_SUPERVISORS = (MissingData.NO_APPROVAL, MissingData.NO_REFERENCE)


def missing_data_rows(client_id: UUID, missing: Iterable[MissingItem], back: str) -> list[MissingDataRow]:
    """Each missing item with the link to where it is added; `back` is the page to which that one leads back."""
    return [_row(client_id, each, back) for each in missing]


def _row(client_id: UUID, missing: MissingItem, back: str) -> MissingDataRow:
    words = str(WORDS[missing.kind]) % {"about": apart(missing.about)}
    if missing.kind in OF_SUPERVISORS and not may(current_user, Capability.OPEN_FILES):
        return MissingDataRow(words, _("A supervisor can correct this."), None, ICONS[missing.kind])
    endpoint, values = _endpoint(client_id, missing)
    return MissingDataRow(words, "", url_for(endpoint, **values, back=back), ICONS[missing.kind])


def _endpoint(client_id: UUID, missing: MissingItem) -> tuple[str, dict[str, Any]]:
    """The page on which it is added."""
    endpoints: dict[MissingData, tuple[str, dict[str, Any]]] = {
        MissingData.NO_APPROVAL: ("basket.new_approval", {"client_id": client_id}),
        MissingData.NO_REFERENCE: ("basket.edit_approval", {"approval_id": missing.record_id}),
        MissingData.NO_GOAL: ("goals.new_goal", {"client_id": client_id}),
        MissingData.NOT_AGREED: ("goals.agree", {"goal_id": missing.record_id}),
        MissingData.NOT_RATED: ("ratings.new_rating", {"goal_id": missing.record_id}),
        MissingData.NO_NOTE: ("activities.edit_activity", {"activity_id": missing.record_id}),
    }
    return endpoints[missing.kind]
