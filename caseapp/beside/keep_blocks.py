"""The page to keep: the circle and what grew, in first person and large type. No clinical word and no full name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from caseapp.charts.shapes import Direction, Picture
from caseapp.documents.blocks import (
    Block,
    BulletList,
    CellBlock,
    Column,
    Document,
    Figure,
    Heading,
    KeepTogether,
    RunningFooter,
    RunningHeader,
    Table,
    Voice,
    paragraph,
)
from caseapp.i18n import _, direction, language
from caseapp.web.filters import day


class KeepSize(IntEnum):
    """How many lines of each list there are; the first that fits on one page is taken."""

    LARGE = 6
    SMALL = 5
    FEW = 3


@dataclass(frozen=True)
class KeptMap:
    """A map of its day."""

    on: date
    picture: Picture


@dataclass(frozen=True)
class Kept:
    """What is on the page: maps, the oldest first, at most two; the rest in the client's own words."""

    called: str
    maps: tuple[KeptMap, ...]
    lasting: tuple[str, ...]
    wins: tuple[str, ...]
    reached: tuple[str, ...]
    next_step: str
    hard: str = ""
    reads_large: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep yet."""
        return not (self.maps or self.lasting or self.wins or self.reached or self.hard)


def keep_document(kept: Kept, size: KeepSize) -> Document:
    """The page in the current language."""
    return Document(
        title=_("My circle and what grew"),
        subtitle=kept.called,
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(""),
        footer=RunningFooter(page=""),
        blocks=tuple(block for block in _blocks(kept, size) if block),
        is_large=size is KeepSize.LARGE,
    )


def _blocks(kept: Kept, size: KeepSize) -> list[Block | None]:
    wins = _list(_("What went well"), kept.wins[:size])
    maps: list[Block | None] = [_then_and_now(kept.maps), wins] if len(kept.maps) != 1 else [_beside(kept, size)]
    reached = [Voice(words, _("Reached, in my words")) for words in kept.reached[: size // 2]]
    step = KeepTogether((Heading(1, _("My next step")), paragraph(kept.next_step))) if kept.next_step else None
    hard = KeepTogether((Heading(1, _("When it gets hard")), paragraph(kept.hard))) if kept.hard else None
    return [*maps, _list(_("Who and what has stayed"), kept.lasting[:size]), *reached, step, hard]


def _then_and_now(maps: Sequence[KeptMap]) -> Block | None:
    if not maps:
        return None
    then, now = _("Then, %(day)s", day=day(maps[0].on)), _("Now, %(day)s", day=day(maps[-1].on))
    return Table((Column(then), Column(now)), (tuple((Figure(each.picture),) for each in maps),))


def _beside(kept: Kept, size: KeepSize) -> Block:
    """The only map there is, with what went well beside it."""
    wins: tuple[CellBlock, ...] = tuple(paragraph(words) for words in kept.wins[:size])
    columns = (Column(_("My circle, %(day)s", day=day(kept.maps[0].on))), Column(_("What went well")))
    return Table(columns, (((Figure(kept.maps[0].picture),), wins or (paragraph(""),)),))


def _list(title: str, lines: Sequence[str]) -> Block | None:
    return KeepTogether((Heading(1, title), BulletList(tuple(lines)))) if lines else None
