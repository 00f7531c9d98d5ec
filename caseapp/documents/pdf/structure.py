"""The structure tree and the file's properties, written into the file when all pages are drawn."""

from collections.abc import Iterator, Sequence
from html import escape

from reportlab.pdfbase import pdfdoc

from caseapp.documents.pdf.tags import Element, MarkedContent, TaggedCanvas

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class RawObject(pdfdoc.PDFObject):
    """An object of the file as it stands there."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.content = ""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.content.encode("ascii")


def write_structure(canvas: TaggedCanvas, root: Element) -> None:
    """Say of every mark on every page what it is, and in which order all of it is read."""
    document, pages = canvas._doc, canvas._doc.Pages.pages
    root.drop_empty()
    numbers = _Numbers(document)
    tree = RawObject()
    tree_number = numbers.of(tree)
    page_numbers = [numbers.of(page) for page in pages]
    known = {id(element): RawObject() for element in _all(root)}
    places = {key: numbers.of(written) for key, written in known.items()}
    for parent, element in _with_parents(root):
        above = places[id(parent)] if parent else tree_number
        known[id(element)].content = _written(element, above, places, page_numbers)
    for place, page in enumerate(pages):
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents = place
    by_mark = " ".join(
        f"{place} [{' '.join(f'{places[id(element)]} 0 R' for element in marks)}]"
        for place, marks in enumerate(canvas.marks[: len(pages)])
    )
    tree.content = (
        f"<</Type /StructTreeRoot /K {places[id(root)]} 0 R /ParentTree <</Nums [{by_mark}]>>"
        f" /ParentTreeNextKey {len(pages)}>>"
    )
    document.Catalog.StructTreeRoot = tree
    document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})


def write_metadata(document: pdfdoc.PDFDocument, *, title: str, author: str, language: str) -> None:
    values = {"title": title, "author": author, "language": language}
    words = _METADATA.format(**{name: escape(value, quote=False) for name, value in values.items()})
    stream = pdfdoc.PDFStream(content=words.encode())
    stream.dictionary["Type"] = "/Metadata"
    stream.dictionary["Subtype"] = "/XML"
    document.Catalog.Metadata = stream


class _Numbers:
    """The number of an object in the file, which it has from the first time that somebody asks."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self.document = document

    def of(self, thing: pdfdoc.PDFObject) -> int:
        name = self.document.Reference(thing).name
        return int(self.document.idToObjectNumberAndVersion[name][0])


def _all(element: Element) -> Iterator[Element]:
    yield element
    for inside in element.elements:
        yield from _all(inside)


def _with_parents(element: Element, parent: Element | None = None) -> Iterator[tuple[Element | None, Element]]:
    yield parent, element
    for inside in element.elements:
        yield from _with_parents(inside, element)


def _written(element: Element, above: int, places: dict[int, int], pages: Sequence[int]) -> str:
    page = next((content.page for content in element.contents), None)
    kids = [_kid(kid, page, places, pages) for kid in element.kids]
    held = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
    parts = [f"/Type /StructElem /S /{element.role} /P {above} 0 R /K {held}"]
    if page is not None:
        parts.append(f"/Pg {pages[page]} 0 R")
    if element.language:
        parts.append(f"/Lang ({element.language})")
    if element.alt:
        parts.append(f"/Alt <FEFF{element.alt.encode('utf-16-be').hex().upper()}>")
    if element.scope:
        parts.append(f"/A <</O /Table /Scope /{element.scope}>>")
    if element.box:
        box = " ".join(f"{length:.2f}" for length in element.box)
        parts.append(f"/A <</O /Layout /Placement /Block /BBox [{box}]>>")
    return f"<<{' '.join(parts)}>>"


def _kid(kid: Element | MarkedContent, page: int | None, places: dict[int, int], pages: Sequence[int]) -> str:
    if isinstance(kid, Element):
        return f"{places[id(kid)]} 0 R"
    if kid.page == page:
        return str(kid.mark)
    return f"<</Type /MCR /Pg {pages[kid.page]} 0 R /MCID {kid.mark}>>"
