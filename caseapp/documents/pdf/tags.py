"""The structure of a document for those who do not see it (ISO 32000-1, 14.7 and 14.8).

The tree is made while the blocks are composed, in logical order; what is drawn later, in whatever order, only says to
which element it belongs. All else on a page is an artifact.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from reportlab.pdfgen.canvas import Canvas

_MAY_BE_EMPTY = frozenset(("TH", "TD"))

Box: TypeAlias = tuple[float, float, float, float]


class MarkedContent(NamedTuple):
    """Marked content on a page (ISO 32000-1, 14.7.4); page and mark are counted from zero."""

    page: int
    mark: int


class Element:
    """A node of the structure tree."""

    def __init__(self, role: str, *, alt: str = "", scope: str = "", language: str = "") -> None:
        self.role = role
        self.alt = alt
        self.scope = scope
        self.language = language
        self.box: Box | None = None
        self.kids: list[Kid] = []

    def add(self, role: str, *, alt: str = "", scope: str = "", language: str = "") -> "Element":
        """A new element as the last inside of this one."""
        element = Element(role, alt=alt, scope=scope, language=language)
        self.kids.append(element)
        return element

    def spoken(self, language: str) -> "Element":
        """The current span in another language, or a new one."""
        last = self.kids[-1] if self.kids else None
        if isinstance(last, Element) and last.role == "Span" and last.language == language:
            return last
        return self.add("Span", language=language)

    @property
    def contents(self) -> Iterator[MarkedContent]:
        return (kid for kid in self.kids if isinstance(kid, MarkedContent))

    @property
    def elements(self) -> "list[Element]":
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def drop_empty(self) -> bool:
        """Leave out what was never drawn; says whether something is left."""
        self.kids = [kid for kid in self.kids if isinstance(kid, MarkedContent) or kid.drop_empty()]
        return bool(self.kids) or self.role in _MAY_BE_EMPTY


Kid: TypeAlias = Element | MarkedContent


class TaggedCanvas(Canvas):
    """A canvas on which all that is drawn belongs to an element or is an artifact."""

    own_language = ""

    def __init__(self, *places: object, **named: object) -> None:
        self.is_open = False
        self.text: Element | None = None  # whose words are being drawn
        self.speaking: Element | None = None  # that element, or the span in another language inside of it
        self.marks: list[list[Element]] = [[]]  # of each page, the element of each mark
        super().__init__(*places, **named)

    @contextmanager
    def belonging(self, element: Element | None, artifact: str = "/Layout") -> Iterator[None]:
        """What is drawn inside belongs to the element, or is an artifact. Inside of another one it belongs there."""
        if self.is_open:
            yield
            return
        self.is_open = True
        if element is None:
            self._code.append(f"/Artifact <</Type {artifact}>> BDC")
        else:
            self._open(element)
            self.text = self.speaking = None if element.role == "Figure" else element
        yield
        self._code.append("EMC")
        self.is_open = False
        self.text = self.speaking = None

    def speak(self, language: str | None, *, is_apart: bool = False) -> None:
        """The words that come next are in this language; without a name in that of their element, None in any. Readers
        that put marked content in order by itself are given what `is_apart` in a mark of its own."""
        if self.text is None:
            return
        is_own = not language or language == (self.text.language or self.own_language)
        wanted = self.speaking if language is None else self.text if is_own else self.text.spoken(language)
        if wanted and (wanted is not self.speaking or is_apart):
            self._code.append("EMC")
            self._open(wanted)
            self.speaking = wanted

    def _open(self, element: Element) -> None:
        marks = self.marks[-1]
        element.kids.append(MarkedContent(len(self.marks) - 1, len(marks)))
        self._code.append(f"/{element.role} <</MCID {len(marks)}>> BDC")
        marks.append(element)

    def showPage(self) -> None:
        super().showPage()
        self.marks.append([])
