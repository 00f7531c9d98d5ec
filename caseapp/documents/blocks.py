"""What a document says, in order: all words, no measurements. Text of people is plain text, never markup."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from caseapp.charts.shapes import Direction, Picture
from caseapp.charts.signature import Strokes

TICKED, UNTICKED = "☑", "☐"  # the text of a box, for screen readers


@dataclass(frozen=True)
class Span:
    """A piece of text in one weight; italic is drawn slanted, because the typeface has no italics."""

    text: str
    bold: bool = False
    italic: bool = False


def spans(*texts: str | Span) -> tuple[Span, ...]:
    """Plain strings and spans as one line of spans."""
    return tuple(Span(text) if isinstance(text, str) else text for text in texts)


class Tone(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    VOICE = "voice"


@dataclass(frozen=True)
class Source:
    """The list of records behind a figure, as the query of its address; how many they are, or how many minutes they
    took, where the figure says that. A page may link to it."""

    query: str
    counts: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Heading:
    """Level 1 is a section of the document; the title stands above all of them. `source` is what the section comes
    from."""

    level: int
    text: str
    source: Source | None = None


@dataclass(frozen=True)
class Paragraph:
    spans: tuple[Span, ...]
    tone: Tone = Tone.PLAIN
    source: Source | None = None


def paragraph(*texts: str | Span, tone: Tone = Tone.PLAIN, source: Source | None = None) -> Paragraph:
    return Paragraph(spans(*texts), tone, source)


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and a value; `sources` are the lists behind the values, or nothing."""

    pairs: tuple[tuple[str, str], ...]
    sources: tuple[Source | None, ...] = ()


@dataclass(frozen=True)
class Voice:
    """The client's own words, and whose they are."""

    text: str
    whose: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; the table beside it is printed only where `with_table` says so.

    `narrow` is the same picture for the screen of a phone, where the wide one would shrink below reading; `sources`
    are the lists behind the cells of the table.
    """

    picture: Picture
    caption: str = ""
    with_table: bool = False
    narrow: Picture | None = None
    sources: tuple[tuple[Source | None, ...], ...] = ()


class ColumnKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """A column's heading, and its share of the width against the other columns."""

    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    weight: float = 1


CellBlock: TypeAlias = Paragraph | Voice | Figure
Cell: TypeAlias = str | tuple[CellBlock, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells in reading order; the first cell of a row names it. `sources` are the lists behind the cells."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[tuple[Source | None, ...], ...] = ()

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("Every row of a table needs one cell for each of its columns.")


@dataclass(frozen=True)
class BulletList:
    points: tuple[str, ...]


@dataclass(frozen=True)
class SignatureLines:
    """Lines to sign on, with who signs on which."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class CheckBox:
    """A box with its label, ticked or not, and what is said about it."""

    text: str
    is_chosen: bool = False
    detail: str = ""


@dataclass(frozen=True)
class CheckBoxes:
    """What could be chosen, each with a box; the chosen ones are ticked. A single box is a statement with a tick."""

    options: tuple[CheckBox, ...]


@dataclass(frozen=True)
class Signature:
    """A signature as it was drawn on a screen, with who signed and when; `description` says it to those who do not
    see it. The strokes may be in any measure, y downwards."""

    strokes: Strokes
    name: str
    day: str = ""
    description: str = ""


@dataclass(frozen=True)
class Disagreement:
    """What somebody does not agree with, in their own words, under a heading that says so."""

    heading: str
    text: str
    whose: str = ""


@dataclass(frozen=True)
class Note:
    """A quiet remark in small print."""

    text: str


@dataclass(frozen=True)
class KeepTogether:
    """Blocks that stay on one page where they fit on one."""

    blocks: tuple["Block", ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Facts
    | Voice
    | Disagreement
    | Table
    | Figure
    | BulletList
    | CheckBoxes
    | Signature
    | SignatureLines
    | Note
    | KeepTogether
)


@dataclass(frozen=True)
class Logo:
    """A PNG, and what it shows for those who do not see it."""

    png: bytes
    alt: str


@dataclass(frozen=True)
class RunningHeader:
    """What stands on top of every page: who writes, and what kind of document this is. The first page has the contact
    and the logo as well. Never a client's name: pages lie about."""

    organisation: str
    contact: str = ""
    kind: str = ""
    audience: str = ""
    logo: Logo | None = None


@dataclass(frozen=True)
class RunningFooter:
    """What stands at the foot of every page; `page` holds the places {page} and {pages}, `version` and `signed` are
    whole words of the caller, and of `fingerprint`, the hash of the snapshot, the first eight are drawn. Where the
    document is a part of a longer file, `first_page` is the number of its first page there."""

    page: str = "{page} / {pages}"
    notes: tuple[str, ...] = ()
    version: str = ""
    fingerprint: str = ""
    signed: str = ""
    first_page: int = 1


@dataclass(frozen=True)
class Document:
    """A whole document. `watermark` is a word behind the text of every page, such as the one for a draft. `author` and
    `made_at` go into the file's properties only; `is_large` sets everything in large type."""

    title: str
    language: str
    direction: Direction
    header: RunningHeader
    footer: RunningFooter = field(default_factory=RunningFooter)
    subtitle: str = ""
    author_line: str = ""
    watermark: str = ""
    blocks: tuple[Block, ...] = ()
    author: str = ""
    made_at: datetime | None = None
    is_large: bool = False


def every_block(blocks: Iterable[Block]) -> Iterable[Block]:
    """The blocks and those kept together inside of them, in order."""
    for block in blocks:
        if isinstance(block, KeepTogether):
            yield from every_block(block.blocks)
        else:
            yield block
