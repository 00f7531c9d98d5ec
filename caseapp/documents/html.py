"""Blocks as HTML: the preview on the screen says exactly what the PDF will say."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import singledispatch
from itertools import chain, repeat, zip_longest
from typing import TypeVar

from markupsafe import Markup

from caseapp.charts.shapes import Direction, Picture, facing
from caseapp.charts.signature import signature_picture
from caseapp.charts.svg import svg
from caseapp.documents import blocks
from caseapp.documents.blocks import Block, Cell, CellBlock, Document, Figure, Source, Span
from caseapp.isolates import FSI, isolated, pieces, visible_text

T = TypeVar("T")
_OWN = Markup("<bdi>{}</bdi>")


def html(document: Document, *, top: int = 1, records_url: str = "") -> Markup:
    """The document as one article, without header and footer of the page; `top` is the level of its title, which is
    2 on a page with a heading of its own; `records_url` is the address of the lists behind figures, without a query."""
    head = _element(f"h{top}", document.title)
    for words, name in ((document.subtitle, "document-subtitle"), (document.author_line, "document-author")):
        if words:
            head += _element("p", words, name)
    body = _Pictures(document.direction, top, records_url).blocks(document.blocks)
    return Markup('<article class="document" lang="{}" dir="{}">{}{}</article>').format(
        document.language, document.direction, head, body
    )


def _element(tag: str, text: str, name: str = "", start: Markup | None = None) -> Markup:
    """Text in an element that takes the text's own direction; figures alone stay at the page's side. `start` begins a
    link around it."""
    named = Markup(' class="{}"').format(name) if name else Markup("")
    turned = _turned(text)
    words = Markup("{}{}</a>").format(start, _lines(text)) if start else _lines(text)
    return Markup("<{}{}{}>{}</{}>").format(tag, named, turned, words, tag)


def _turned(*texts: str) -> Markup:
    """What gives an element the direction of its text; nothing where that has no letter outside of figures, or where
    each of its lines has one of its own."""
    is_by_line = len(texts) == 1 and _own_lines(texts[0])
    return Markup(' dir="auto"') if any(map(_has_letters, texts)) and not is_by_line else Markup("")


def _own_lines(text: str) -> list[str]:
    """The lines that somebody typed, where there are several; none of a sentence that sets parts of it apart."""
    lines = [] if FSI in text else visible_text(text).split("\n")
    return lines if len(lines) > 1 else []


def _lines(text: str) -> Markup:
    """Each line takes the direction of its own first letter, as on paper; one of figures alone that of the document."""
    if lines := _own_lines(text):
        return Markup("<br>").join(
            _OWN.format(isolated(line)) if _has_letters(line) else isolated(line) for line in lines
        )
    return _broken(text)


def _broken(text: str) -> Markup:
    return Markup("<br>").join(isolated(text).split("\n"))


def _has_letters(text: str) -> bool:
    return any(not piece.is_figure and any(map(str.isalpha, piece.text)) for piece in pieces(text))


def _joined(parts: Iterable[str]) -> Markup:
    return Markup("").join(parts)


def _spanned(texts: Sequence[Span]) -> Markup:
    return _joined(_emphasised(span, _lines if len(texts) == 1 else _broken) for span in texts)


def _emphasised(span: Span, written: Callable[[str], Markup]) -> Markup:
    words = written(span.text)
    if span.italic:
        words = Markup("<em>{}</em>").format(words)
    return Markup("<strong>{}</strong>").format(words) if span.bold else words


class _Pictures:
    """Writes blocks, and draws their pictures in the document's direction."""

    def __init__(self, direction: Direction, top: int, records_url: str) -> None:
        self.direction = direction
        self.top = top
        self.records_url = records_url

    def link(self, source: Source | None) -> Markup | None:
        """The beginning of a link to the list behind a figure, which says what the figure counts."""
        if source is None or not self.records_url:
            return None
        said = (("counts", source.counts), ("minutes", source.minutes))
        marks = (Markup(' data-{}="{}"').format(name, number) for name, number in said if number is not None)
        return Markup('<a href="{}?{}"{}>').format(self.records_url, source.query, _joined(marks))

    def blocks(self, content: Iterable[Block]) -> Markup:
        return _joined(_written_block(block, self) for block in content)

    def drawn(self, picture: Picture) -> Markup:
        return svg(facing(picture, self.direction))

    def fitting(self, figure: Figure) -> Markup:
        """The picture, and beside it the one for a narrow screen, of which the style sheet shows one."""
        if not figure.narrow:
            return self.drawn(figure.picture)
        return Markup('<div class="document-wide">{}</div><div class="document-narrow">{}</div>').format(
            self.drawn(figure.picture), self.drawn(figure.narrow)
        )


@singledispatch
def _written_block(block: Block | CellBlock, pictures: _Pictures) -> Markup:
    raise TypeError(f"No way to write {type(block).__name__}.")


@_written_block.register
def _(block: blocks.Heading, pictures: _Pictures) -> Markup:
    return _element(f"h{min(max(block.level, 1), 3) + pictures.top}", block.text, start=pictures.link(block.source))


@_written_block.register
def _(block: blocks.Paragraph, pictures: _Pictures) -> Markup:
    start = pictures.link(block.source)
    words = Markup("{}{}</a>").format(start, _spanned(block.spans)) if start else _spanned(block.spans)
    return Markup('<p class="document-{}"{}>{}</p>').format(
        block.tone, _turned(*(span.text for span in block.spans)), words
    )


@_written_block.register
def _(block: blocks.Note, pictures: _Pictures) -> Markup:
    return _element("p", block.text, "document-note")


@_written_block.register
def _(block: blocks.Voice, pictures: _Pictures) -> Markup:
    whose = _element("figcaption", block.whose) if block.whose else Markup("")
    words = _element("blockquote", block.text)
    return Markup('<figure class="document-voice">{}{}</figure>').format(whose, words)


@_written_block.register
def _(block: blocks.Facts, pictures: _Pictures) -> Markup:
    pairs = (
        Markup("<div>{}{}</div>").format(_element("dt", pair[0]), _element("dd", pair[1], start=pictures.link(behind)))
        for pair, behind in _with_sources(block.pairs, block.sources)
    )
    return Markup('<dl class="document-facts">{}</dl>').format(_joined(pairs))


@_written_block.register
def _(block: blocks.BulletList, pictures: _Pictures) -> Markup:
    points = (_element("li", point) for point in block.points)
    return Markup('<ul class="document-list">{}</ul>').format(_joined(points))


@_written_block.register
def _(block: blocks.CheckBoxes, pictures: _Pictures) -> Markup:
    return Markup('<ul class="document-choices">{}</ul>').format(_joined(map(_choice, block.options)))


@_written_block.register
def _(block: blocks.Disagreement, pictures: _Pictures) -> Markup:
    whose = _element("figcaption", block.whose) if block.whose else Markup("")
    return Markup('<figure class="document-disagreement">{}{}{}</figure>').format(
        _element("p", block.heading, "document-strong"), _element("blockquote", block.text), whose
    )


@_written_block.register
def _(block: blocks.Signature, pictures: _Pictures) -> Markup:
    picture = signature_picture(
        block.strokes, title=block.description or block.name, description="", direction=pictures.direction
    )
    day = _element("p", block.day) if block.day else Markup("")
    return Markup('<figure class="document-signature">{}<figcaption>{}{}</figcaption></figure>').format(
        pictures.drawn(picture), _element("p", block.name), day
    )


@_written_block.register
def _(block: blocks.SignatureLines, pictures: _Pictures) -> Markup:
    places = (_element("li", label) for label in block.labels)
    return Markup('<ul class="document-signatures">{}</ul>').format(_joined(places))


@_written_block.register
def _(block: blocks.KeepTogether, pictures: _Pictures) -> Markup:
    return pictures.blocks(block.blocks)


@_written_block.register
def _(block: blocks.Figure, pictures: _Pictures) -> Markup:
    caption = _element("figcaption", block.caption) if block.caption else Markup("")
    table = block.picture.table
    columns = tuple(blocks.Column(heading) for heading in table.headings)
    beside = _table(columns, table.rows, pictures, sources=block.sources)
    return Markup('<figure class="document-figure" tabindex="0">{}{}{}</figure>').format(
        pictures.fitting(block), caption, beside
    )


@_written_block.register
def _(block: blocks.Table, pictures: _Pictures) -> Markup:
    return _table(block.columns, block.rows, pictures, name="document-table document-cards", sources=block.sources)


def _choice(choice: blocks.CheckBox) -> Markup:
    box = blocks.TICKED if choice.is_chosen else blocks.UNTICKED
    detail = _element("p", choice.detail, "document-quiet") if choice.detail else Markup("")
    return Markup('<li class="document-{}"><span class="document-box">{}</span><div>{}{}</div></li>').format(
        "chosen" if choice.is_chosen else "choice", box, _element("p", choice.text), detail
    )


def _table(
    columns: tuple[blocks.Column, ...],
    rows: Iterable[tuple[Cell, ...]],
    pictures: _Pictures,
    *,
    name: str = "document-table",
    sources: Sequence[Sequence[Source | None]] = (),
) -> Markup:
    headings = _joined(
        Markup('<th scope="col" class="document-{}"{}>{}</th>').format(
            column.kind, _turned(column.heading), _lines(column.heading)
        )
        for column in columns
    )
    body = _joined(
        Markup("<tr>{}</tr>").format(
            _joined(
                _cell(cell, column, pictures, is_name=place == 0, source=source)
                for place, ((cell, source), column) in enumerate(zip(_with_sources(row, of_row), columns, strict=True))
            )
        )
        for row, of_row in zip_longest(rows, sources, fillvalue=())
    )
    return Markup('<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(name, headings, body)


def _with_sources(values: Iterable[T], sources: Iterable[Source | None]) -> Iterator[tuple[T, Source | None]]:
    """Each value with the list behind it, which may be said for none of them."""
    return zip(values, chain(sources, repeat(None)), strict=False)


def _cell(cell: Cell, column: blocks.Column, pictures: _Pictures, *, is_name: bool, source: Source | None) -> Markup:
    """A cell; its column's heading goes with it, because on a phone the row is a card of its own."""
    tag = "th" if is_name else "td"
    scope = Markup(' scope="row"') if is_name else Markup(' data-label="{}"').format(column.heading)
    if isinstance(cell, str):
        inside = _element("span", cell, start=pictures.link(source))
    else:
        inside = _joined(_in_cell(block, pictures) for block in cell)
    return Markup('<{}{} class="document-{}">{}</{}>').format(tag, scope, column.kind, inside, tag)


def _in_cell(block: CellBlock, pictures: _Pictures) -> Markup:
    """In a cell a picture goes without its table: the row itself is that table."""
    if isinstance(block, blocks.Figure):
        return pictures.drawn(block.picture)
    return _written_block(block, pictures)
