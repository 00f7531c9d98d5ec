"""The page to keep: the circle and what grew, in first person and large type. No clinical word and no full name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from caseapp.charts.letter_widths import shortened
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
    Tone,
    paragraph,
)
from caseapp.i18n import _, direction, language
from caseapp.web.filters import day


class KeepSize(NamedTuple):
    """How many lines of each list there are, how many letters of each, and whether each list has the whole width."""

    lines: int
    letters: int
    is_wide: bool = False


NAMES_MORE = 3  # so many more names than other lines: they are short, and what the page is about
NAME_LETTERS = 50
POINT = "•\u00a0"
WIDE = 0.6  # a letter, as a part of its size
BESIDE = 360  # a wider map has small letters where something stands beside it
# The first that fits on one page is taken: the type stays large, and whom to call and what to do stay whole.
SIZES = (
    KeepSize(6, 300, is_wide=True),
    KeepSize(6, 300),
    KeepSize(4, 300),
    KeepSize(3, 160),
    KeepSize(2, 100),
    KeepSize(1, 70),
    KeepSize(1, 40),
)


@dataclass(frozen=True)
class KeptMap:
    """A map of its day."""

    on: date
    picture: Picture


@dataclass(frozen=True)
class Kept:
    """What is on the page: one map, or the first and the newest where both have room, and the names that are shortened
    on them; the rest in the client's own words."""

    called: str
    maps: tuple[KeptMap, ...]
    lasting: tuple[str, ...]
    wins: tuple[str, ...]
    reached: tuple[str, ...]
    next_step: str
    hard: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep yet."""
        return not (self.maps or self.lasting or self.wins or self.reached or self.hard)


class KeptPart(NamedTuple):
    """Lines under a name."""

    name: str
    lines: tuple[str, ...]


def keep_document(kept: Kept, size: KeepSize) -> Document:
    """The page in the current language."""
    return Document(
        title=_("My circle and what grew"),
        subtitle=kept.called,
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(""),
        footer=RunningFooter(page=""),
        blocks=tuple(_blocks(kept, size)),
        is_large=True,
    )


def stands_beside(kept: KeptMap) -> bool:
    """Whether a map can be read with something beside it."""
    return kept.picture.width <= BESIDE


def _blocks(kept: Kept, size: KeepSize) -> Iterator[Block]:
    names = [_short(name, NAME_LETTERS) for name in kept.lasting[: size.lines + NAMES_MORE]]
    named = (
        (_("What went well"), kept.wins[: size.lines]),
        (_("Who and what has stayed"), names),
        (_("Reached, in my words"), kept.reached[: size.lines]),
    )
    parts = [_part(name, lines, size) for name, lines in named if lines]
    yield from _maps(kept.maps, parts)
    beside = 1 if size.is_wide else 2
    for first in range(0, len(parts), beside):
        yield _side_by_side(parts[first : first + beside])
    if kept.next_step:
        yield Heading(1, _("My next step"))
        yield paragraph(kept.next_step)
    if kept.hard:
        yield KeepTogether((Heading(1, _("When it gets hard")), paragraph(kept.hard)))
    if kept.names:  # in small print behind all else: what counts is read first
        yield paragraph(_("In full: %(names)s.", names=_(", ").join(kept.names)), tone=Tone.QUIET)


def _maps(maps: Sequence[KeptMap], parts: list[KeptPart]) -> Iterator[Block]:
    """The maps; one small map takes the first of the parts beside it."""
    if not maps:
        return
    if len(maps) > 1:
        yield _then_and_now(maps)
    elif stands_beside(maps[0]):
        yield _map_beside(maps[0], parts.pop(0) if parts else KeptPart("", ("",)))
    else:
        yield KeepTogether((Heading(1, _("My circle, %(day)s", day=day(maps[0].on))), Figure(maps[0].picture)))


def _part(name: str, lines: Sequence[str], size: KeepSize) -> KeptPart:
    return KeptPart(name, tuple(_short(line, size.letters) for line in lines))


def _short(text: str, letters: int) -> str:
    """The text, or its beginning up to a whole word where there is one."""
    words = text.strip()
    if len(words) <= letters:
        return words
    beginning = words[:letters].rpartition(" ")[0]
    return f"{beginning.rstrip()}…" if len(beginning) > letters // 2 else shortened(words, 1, letters * WIDE)


def _then_and_now(maps: Sequence[KeptMap]) -> Block:
    then, now = _("Then, %(day)s", day=day(maps[0].on)), _("Now, %(day)s", day=day(maps[-1].on))
    return Table((Column(then), Column(now)), (tuple((Figure(each.picture),) for each in maps),))


def _map_beside(kept: KeptMap, part: KeptPart) -> Block:
    columns = (Column(_("My circle, %(day)s", day=day(kept.on))), Column(part.name))
    return Table(columns, (((Figure(kept.picture),), _cell(part)),))


def _side_by_side(parts: Sequence[KeptPart]) -> Block:
    if len(parts) == 1:
        return KeepTogether((Heading(1, parts[0].name), BulletList(parts[0].lines)))
    return Table(tuple(Column(part.name) for part in parts), (tuple(_cell(part) for part in parts),))


def _cell(part: KeptPart) -> tuple[CellBlock, ...]:
    return tuple(paragraph(f"{POINT}{line}" if len(part.lines) > 1 else line) for line in part.lines)
