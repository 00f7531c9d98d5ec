"""What was said about the areas of a client's life, in words, and how each was the last time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.areas.queries import TalkRow
from caseapp.areas.rules import AREA_LEVEL_NAMES, AreaNamed


class LastLevel(NamedTuple):
    """How an area was the last time, and when."""

    level: int
    name: str
    on: date


class ToldRating(NamedTuple):
    """One area in a talk, in words: how it was, and how it had been the time before."""

    words: str
    level: str
    before: str
    is_chosen: bool


class ToldTalk(NamedTuple):
    """One talk with its areas in words."""

    talk: TalkRow
    ratings: list[ToldRating]


def last_levels(talks: Sequence[TalkRow]) -> dict[UUID, LastLevel]:
    """How each area was the last time that it was rated; `talks` are the newest first."""
    found: dict[UUID, LastLevel] = {}
    for talk in valid(talks):
        for rating in talk.ratings:
            if rating.level is not None:
                found.setdefault(rating.area_id, LastLevel(rating.level, _name(rating.level), talk.held_on))
    return found


def valid(talks: Iterable[TalkRow]) -> list[TalkRow]:
    """The talks that were not struck out."""
    return [talk for talk in talks if not talk.is_in_error]


def told_talks(areas: Sequence[AreaNamed], talks: Sequence[TalkRow]) -> list[ToldTalk]:
    """The talks in words, the newest first, each area with how it had been before."""
    names = {area.id: area.words for area in areas}
    return [
        ToldTalk(
            talk,
            [
                ToldRating(
                    names[rating.area_id],
                    "" if rating.level is None else _name(rating.level),
                    before[rating.area_id].name if rating.area_id in before else "",
                    rating.is_chosen,
                )
                for rating in talk.ratings
            ],
        )
        for place, talk in enumerate(talks)
        for before in [last_levels(talks[place + 1 :])]
    ]


def _name(level: int) -> str:
    return str(AREA_LEVEL_NAMES[level])
