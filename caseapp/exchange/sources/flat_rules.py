"""One row for each entry, whose headings are `table.field` of HSDS 3.0 (docs/directory-table.md). What HSDS has no
field for stands under `caseapp.`"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Never, TypeVar
from uuid import UUID

from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.directory.rules import Light, Noise, SourceDraft, SourceKind, WayIn, check_source
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import check_length

ICAL_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
ACTIVE, DEFUNCT = "active", "defunct"
NOT_OVER = frozenset({"", ACTIVE, "inactive", "temporarily closed"})
HOUR = re.compile(r"([0-9]{1,2}:[0-9]{2})(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
TEXTS: Mapping[str, tuple[str, int]] = {
    "service.name": ("name", 120),
    "service.description": ("about", 600),
    "service.eligibility_description": ("for_whom", 200),
    "service.fees_description": ("cost", 200),
    "service.email": ("email", 120),
    "service.url": ("website", 200),
    "organization.name": ("organisation", 120),
    "location.name": ("place", 120),
    "location.transportation": ("bus", 200),
    "address.address_1": ("address", 200),
    "service_area.name": ("area", 120),
    "schedule.description": ("when_words", 200),
    "accessibility.description": ("way_in_words", 200),
    "contact.name": ("contact", 120),
    "phone.number": ("phone", 40),
    "caseapp.discretion": ("discretion", 200),
}
HEADINGS = (
    "service.id",
    "service.status",
    "service.assured_date",
    *TEXTS,
    "schedule.freq",
    "schedule.byday",
    "schedule.opens_at",
    "schedule.closes_at",
    "language.code",
    "taxonomy_term.code",
    "caseapp.kind",
    "caseapp.way_in",
    "caseapp.noise",
    "caseapp.light",
)
Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


@dataclass(frozen=True)
class FlatSource:
    """A row: what the entry says, which entry it is, and when it was checked."""

    draft: SourceDraft
    source_id: UUID | None
    assured_on: date | None


def flat_row(source_id: UUID, draft: SourceDraft, assured_on: date) -> tuple[str, ...]:
    """An entry as the cells of a row."""
    cells = {heading: getattr(draft, name) for heading, (name, _longest) in TEXTS.items()}
    cells |= {
        "service.id": str(source_id),
        "service.status": DEFUNCT if draft.is_over else ACTIVE,
        "service.assured_date": assured_on.isoformat(),
        "schedule.freq": "WEEKLY" if draft.weekdays else "",
        "schedule.byday": ",".join(ICAL_DAYS[day] for day in draft.weekdays),
        "schedule.opens_at": f"{draft.starts_at:%H:%M}" if draft.starts_at else "",
        "schedule.closes_at": f"{draft.ends_at:%H:%M}" if draft.ends_at else "",
        "language.code": ",".join(draft.languages),
        "taxonomy_term.code": ",".join(draft.interests),
        "caseapp.kind": str(draft.kind),
        "caseapp.way_in": str(draft.way_in or ""),
        "caseapp.noise": str(draft.noise or ""),
        "caseapp.light": str(draft.light or ""),
    }
    return tuple(cells[heading] for heading in HEADINGS)


def read_row(cells: Mapping[str, str]) -> FlatSource:
    """A row as an entry; `RuleBroken` with the column's name for what cannot be one."""
    texts = {name: _text(cells, heading, longest) for heading, (name, longest) in TEXTS.items()}
    draft = SourceDraft(
        **texts,
        kind=_word(cells, "caseapp.kind", SourceKind) or SourceKind.GROUP,
        interests=_codes(cells, "taxonomy_term.code"),
        languages=_languages(cells),
        weekdays=_weekdays(cells),
        starts_at=_hour(cells, "schedule.opens_at"),
        ends_at=_hour(cells, "schedule.closes_at"),
        way_in=_word(cells, "caseapp.way_in", WayIn),
        noise=_word(cells, "caseapp.noise", Noise),
        light=_word(cells, "caseapp.light", Light),
        is_over=_is_over(cells),
    )
    check_source(draft)
    return FlatSource(draft, _read(cells, "service.id", UUID), _read(cells, "service.assured_date", date.fromisoformat))


def _text(cells: Mapping[str, str], heading: str, longest: int) -> str:
    text = cells.get(heading, "").strip()
    check_length(text, longest, heading)
    return text


def _codes(cells: Mapping[str, str], heading: str) -> tuple[str, ...]:
    return tuple(code for part in cells.get(heading, "").split(",") if (code := part.strip()))


def _languages(cells: Mapping[str, str]) -> tuple[str, ...]:
    codes = tuple(code.lower() for code in _codes(cells, "language.code"))
    for code in codes:
        if code not in LANGUAGE_NAMES:
            _refuse("language.code", code)
    return codes


def _weekdays(cells: Mapping[str, str]) -> tuple[int, ...]:
    if cells.get("schedule.freq", "").strip().upper() not in ("", "WEEKLY"):
        _refuse("schedule.freq", cells["schedule.freq"])
    days = [day.upper() for day in _codes(cells, "schedule.byday")]
    for day in days:
        if day not in ICAL_DAYS:
            _refuse("schedule.byday", day)
    return tuple(sorted(ICAL_DAYS.index(day) for day in days))


def _hour(cells: Mapping[str, str], heading: str) -> time | None:
    text = cells.get(heading, "").strip()
    found = HOUR.fullmatch(text)
    if text and not found:
        _refuse(heading, text)
    return _read({heading: found[1].zfill(5) if found else ""}, heading, time.fromisoformat)


def _is_over(cells: Mapping[str, str]) -> bool:
    status = cells.get("service.status", "").strip().lower()
    if status != DEFUNCT and status not in NOT_OVER:
        _refuse("service.status", status)
    return status == DEFUNCT


def _word(cells: Mapping[str, str], heading: str, kind: type[Word]) -> Word | None:
    return _read(cells, heading, kind)


def _read(cells: Mapping[str, str], heading: str, kind: Callable[[str], Value]) -> Value | None:
    text = cells.get(heading, "").strip()
    try:
        return kind(text) if text else None
    except ValueError:
        _refuse(heading, text)


def _refuse(heading: str, text: str) -> Never:
    raise RuleBroken(_("%(column)s cannot be “%(text)s”.", column=heading, text=text[:40]), heading)
