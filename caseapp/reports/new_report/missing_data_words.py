"""What is missing for a report in words, with the page on which it is put right; from there the way leads back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from flask_login import current_user

from caseapp.access import Capability, may
from caseapp.i18n import _, _l
from caseapp.reports.new_report.missing_data_rules import Gap, Missing


@dataclass(frozen=True)
class ToldGap:
    """One thing that is missing; without a way where only others can put it right."""

    words: str
    detail: str
    url: str | None
    icon: str


WORDS = {
    Gap.NO_APPROVAL: _l("These dates are not covered by an approval"),
    Gap.NO_REFERENCE: _l("The approval until %(about)s has no reference number"),
    Gap.NO_GOAL: _l("There are no goals in this period"),
    Gap.NOT_AGREED: _l("Not yet agreed with the client: %(about)s"),
    Gap.NOT_RATED: _l("Not rated in this period: %(about)s"),
    Gap.NO_NOTE: _l("Nothing written about the meeting of %(about)s"),
}
ICONS = {
    Gap.NO_APPROVAL: "calendar-clock",
    Gap.NO_REFERENCE: "calendar-clock",
    Gap.NO_GOAL: "target",
    Gap.NOT_AGREED: "target",
    Gap.NOT_RATED: "target",
    Gap.NO_NOTE: "pen-line",
}
OF_SUPERVISORS = (Gap.NO_APPROVAL, Gap.NO_REFERENCE)


def told_gaps(client_id: UUID, missing: Iterable[Missing], back: str) -> list[ToldGap]:
    """Each gap with the way to where it is put right; `back` is the page to which that one leads back."""
    return [_told(client_id, each, back) for each in missing]


def _told(client_id: UUID, missing: Missing, back: str) -> ToldGap:
    words = str(WORDS[missing.gap]) % {"about": missing.about}
    if missing.gap in OF_SUPERVISORS and not may(current_user, Capability.OPEN_FILES):
        return ToldGap(words, _("A supervisor can correct this."), None, ICONS[missing.gap])
    endpoint, values = _place(client_id, missing)
    return ToldGap(words, "", url_for(endpoint, **values, back=back), ICONS[missing.gap])


def _place(client_id: UUID, missing: Missing) -> tuple[str, dict[str, Any]]:
    """The page on which the gap is filled."""
    places: dict[Gap, tuple[str, dict[str, Any]]] = {
        Gap.NO_APPROVAL: ("basket.new_approval", {"client_id": client_id}),
        Gap.NO_REFERENCE: ("basket.edit_approval", {"approval_id": missing.record_id}),
        Gap.NO_GOAL: ("goals.new_goal", {"client_id": client_id}),
        Gap.NOT_AGREED: ("goals.agree", {"goal_id": missing.record_id}),
        Gap.NOT_RATED: ("ratings.new_rating", {"goal_id": missing.record_id}),
        Gap.NO_NOTE: ("activities.edit_activity", {"activity_id": missing.record_id}),
    }
    return places[missing.gap]
