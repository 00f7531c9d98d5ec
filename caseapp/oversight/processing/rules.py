"""Whoever else handles records for the organisation."""

from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import check_length

NAME_MAX, LINE_MAX = 120, 300
OLDEST = timedelta(days=40 * 366)


@dataclass(frozen=True)
class ProcessorDraft:
    """Who it is, what for, which records, where they are, and since when there is a contract."""

    name: str
    purpose: str
    records: str
    country: str
    contract_on: date | None = None
    ended_on: date | None = None


def check_processor(draft: ProcessorDraft, today: date) -> None:
    """`RuleBroken` where something that is asked is not said, or a day cannot be right."""
    for name in ("name", "purpose", "records", "country"):
        if not getattr(draft, name).strip():
            raise RuleBroken(_("An inspector asks for this."), name)
        check_length(getattr(draft, name), NAME_MAX if name in ("name", "country") else LINE_MAX, name)
    for name in ("contract_on", "ended_on"):
        on = getattr(draft, name)
        if on and on > today:
            raise RuleBroken(_("This day has not come yet."), name)
        if on and on < today - OLDEST:
            raise RuleBroken(_("This day is too long ago. Check the year."), name)
    if draft.contract_on and draft.ended_on and draft.ended_on < draft.contract_on:
        raise RuleBroken(_("The last day is before the first."), "ended_on")
