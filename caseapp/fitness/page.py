"""The list of mentors with what is missing or ends soon: each number opens exactly those whom it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for

from caseapp.errors import NotVisible
from caseapp.fitness.queries import MentorStanding
from caseapp.i18n import _l


class Shown(StrEnum):
    """Which mentors the list shows."""

    ALL = "all"
    LACKING = "lacking"
    ENDING = "ending"
    HELD = "held"


SHOWN_NAMES = {
    Shown.ALL: _l("All mentors"),
    Shown.LACKING: _l("Something is missing or expired"),
    Shown.ENDING: _l("Something ends soon"),
    Shown.HELD: _l("All in order"),
}


@dataclass(frozen=True)
class CountedFilter:
    """A filter, with how many mentors it shows."""

    url: str
    label: Any
    current: bool
    count: int


def shown_of(text: str | None) -> Shown:
    """What the address asks for, or `NotVisible`."""
    try:
        return Shown(text or Shown.ALL)
    except ValueError:
        raise NotVisible from None


def among(rows: Sequence[MentorStanding], shown: Shown) -> list[MentorStanding]:
    """The mentors whom a filter shows. Whoever lacks something is not counted again for what ends soon."""
    return [row for row in rows if shown in (Shown.ALL, _place_of(row))]


def filters_of(rows: Sequence[MentorStanding], shown: Shown) -> list[CountedFilter]:
    """The filters, each with its number."""
    return [
        CountedFilter(url_for("fitness.list_mentors", show=each), name, each is shown, len(among(rows, each)))
        for each, name in SHOWN_NAMES.items()
    ]


def _place_of(row: MentorStanding) -> Shown:
    if row.lacking:
        return Shown.LACKING
    return Shown.ENDING if row.ending else Shown.HELD
