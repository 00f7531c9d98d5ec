"""Recognise a file and its columns by the headings, and where these say too little, by the values below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.clients.rules import normalise_national_id
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import visible
from caseapp.exchange.spreadsheets.days import WITHOUT_YEAR, YearOf, plain, readings
from caseapp.exchange.spreadsheets.heading_words import ASKED_ONCE, HEADINGS, NOT_NEEDED, REQUIRED, FileKind
from caseapp.exchange.spreadsheets.hours import read_range_minutes
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.exchange.tables.table import is_blank
from caseapp.i18n import _

CORRECTION_HEADING = "מה לתקן"
CORRECTION_HEADING_ENGLISH = "what to correct"
CORRECTION_HEADINGS = frozenset({fold(CORRECTION_HEADING), fold(CORRECTION_HEADING_ENGLISH)})
FEWEST = {FileKind.CLIENTS: 3, FileKind.GOALS: 2, FileKind.MEETINGS: 2, FileKind.ATTENDANCE: 3}
FEWEST_WITHOUT_ID = 3
ANY_DAY = date(2100, 1, 1)  # headings are only asked whether they are days

FIELD_OF: Mapping[FileKind, Mapping[str, str]] = {
    kind: {fold(variant): field for field, variants in fields.items() for variant in variants}
    for kind, fields in HEADINGS.items()
}


@dataclass(frozen=True)
class Columns:
    """The column of each field, the columns that are dates of a group, and the unknown headings.

    `faults` are sentences for which the file cannot be imported, `remarks` others that people should know.
    """

    place: Mapping[str, int]
    days: tuple[int, ...]
    unknown: tuple[str, ...]
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def is_correction_heading(cell: str) -> bool:
    return fold(cell) in CORRECTION_HEADINGS


def recognise(cells: Sequence[str]) -> tuple[FileKind, int] | None:
    """The kind of file that has these headings and how many of them match; None for any other row."""
    days = len(day_columns(cells))
    best: tuple[float, FileKind, int] | None = None
    for kind, fields in FIELD_OF.items():
        found = {fields[fold(cell)] for cell in cells if fold(cell) in fields}
        matches = len(found - NOT_NEEDED)
        if kind is FileKind.ATTENDANCE and days and found:
            matches = len(found - {"row_number"}) + days
        elif matches < (FEWEST[kind] if "national_id" in found else FEWEST_WITHOUT_ID) or (
            kind is FileKind.ATTENDANCE and not {"national_id", "on", "mark"} <= found
        ):
            continue
        is_whole = all(found.intersection(needed) for needed in REQUIRED[kind])
        if best is None or matches + is_whole / 2 > best[0]:
            best = matches + is_whole / 2, kind, matches
    return (best[1], best[2]) if best else None


def columns_of(
    kind: FileKind,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]] = (),
    chosen: Mapping[str, str] | None = None,
    answered: Sequence[str] = (),
) -> Columns:
    """The column of each field.

    `rows` are the cells below the headings, `chosen` what people said of a folded heading (its field, or nothing to
    leave it out), `answered` the fields that are the same in all rows of the file.
    """
    days = day_columns(headings) if kind is FileKind.ATTENDANCE else ()
    candidates, unknown = _candidates(kind, headings, chosen or {})
    place: dict[str, int] = {}
    faults: list[str] = []
    remarks: list[str] = []
    needed = {field for fields in REQUIRED[kind] for field in fields}
    for field, numbers in candidates.items():
        if field in NOT_NEEDED:
            place[field] = numbers[0]
            continue
        left = _by_values(field, numbers, rows)
        if len(left) == 1:
            place[field] = left[0]
            remarks += [_left_out(headings[number]) for number in numbers if _holds_else(number, left[0], rows)]
        else:
            (faults if field in needed else remarks).append(_same(headings, left, is_needed=field in needed))
    faults += [
        _missing(kind, fields[0])
        for fields in REQUIRED[kind]
        if not any(field in candidates or field in answered for field in fields)
        and not ("minutes" in fields and _has_ranges(candidates.get("at", ()), rows))
    ]
    strange = tuple(headings[number].strip() for number in unknown if number not in days)
    return Columns(place, days, strange, tuple(faults), tuple(remarks))


def _has_ranges(places: Sequence[int], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the hours of a column say how long it was, as `9:00-10:00` does."""
    return any(read_range_minutes(row[place]) for place in places for row in rows if place < len(row))


def _candidates(
    kind: FileKind, headings: Sequence[str], chosen: Mapping[str, str]
) -> tuple[dict[str, list[int]], list[int]]:
    """The columns that may be each field, and those whose headings nobody knows."""
    candidates: dict[str, list[int]] = {}
    unknown: list[int] = []
    for number, heading in enumerate(headings):
        field = chosen.get(fold(heading), FIELD_OF[kind].get(fold(heading)))
        if field and field in HEADINGS[kind]:
            candidates.setdefault(field, []).append(number)
        elif field is None and heading.strip():
            unknown.append(number)
    return candidates, unknown


def day_columns(headings: Sequence[str]) -> tuple[int, ...]:
    """The columns whose headings are days, with or without a year."""
    return tuple(
        number
        for number, cell in enumerate(headings)
        if readings(cell, YearOf.PRESENT, ANY_DAY) or WITHOUT_YEAR.fullmatch(plain(cell))
    )


def _by_values(field: str, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> list[int]:
    """Those of several columns of one meaning that can have it, told apart by their values."""
    if len(numbers) == 1 or not rows:
        return list(numbers)
    columns = {number: [row[number] if number < len(row) else "" for row in rows] for number in numbers}
    filled = [number for number in numbers if any(not is_blank(cell) for cell in columns[number])] or list(numbers)
    if field == "national_id":
        filled = [number for number in filled if _holds_ids(columns[number])] or filled
    alike = [number for number in filled if columns[number] != columns[filled[0]]]
    return filled if alike else filled[:1]


def _holds_else(number: int, kept: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column says something, and not what the one that was kept says."""
    cells = [tuple(row[at] if at < len(row) else "" for at in (number, kept)) for row in rows]
    return any(not is_blank(own) and own != other for own, other in cells)


def _holds_ids(cells: Sequence[str]) -> bool:
    """Whether most cells are id numbers, and they are not simply the numbers of the rows."""
    values = [visible(cell) for cell in cells if not is_blank(cell)]
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 10]
    if (
        len(numbers) == len(values)
        and numbers
        and numbers[0] in (0, 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return False
    return 2 * sum(map(_is_id, values)) > len(values)


def _is_id(value: str) -> bool:
    try:
        normalise_national_id(value)
    except RuleBroken:
        return False
    return True


def _left_out(heading: str) -> str:
    sentence: str = _("The column “%(heading)s” was left out: its values are something else.", heading=heading.strip())
    return sentence


def _same(headings: Sequence[str], numbers: Sequence[int], is_needed: bool) -> str:
    first, second = (headings[number].strip() for number in numbers[:2])
    if is_needed:
        sentence: str = _(
            "The headings “%(first)s” and “%(second)s” mean the same. Keep one of them.", first=first, second=second
        )
    else:
        sentence = _(
            "The headings “%(first)s” and “%(second)s” mean the same, and neither column was taken. Say which one it"
            " is.",
            first=first,
            second=second,
        )
    return sentence


def _missing(kind: FileKind, field: str) -> str:
    hebrew, english = HEADINGS[kind][field][:2]
    missing: str = _(
        "The heading “%(hebrew)s” is missing (in English, “%(english)s”).",
        hebrew=hebrew,
        english=english,
    )
    if field in ASKED_ONCE[kind]:
        missing = _("%(missing)s What it would hold can be said once for the whole file.", missing=missing)
    return missing
