"""A font inside one PDF file: a CID font whose codes know both the glyph and the letters it stands for.

The same glyph drawn for different letters gets different codes, so that ToUnicode (ISO 32000-1, 9.10.3)
always gives back the source letters: joined Arabic, ligatures and missing glyphs included.
"""

import hashlib

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from caseapp.documents.pdf.text.fonts import Font
from caseapp.documents.pdf.text.word_cache import Word

_MOST_CODES = 65_000
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


class EmbeddedFont:
    """The codes of one font in one file; ReportLab calls `addObjects` when the file is closed."""

    def __init__(self, font: Font, document: pdfdoc.PDFDocument) -> None:
        self.font = font
        self.codes: dict[tuple[int, str], int] = {}
        self.words: dict[Word, str] = {}
        self.resource = f"C{len(document.fontMapping) + 1}"
        document.fontMapping[f"{font.name}-glyphs"] = f"/{self.resource}"
        document.delayedFonts.append(self)

    def code(self, glyph: int, letters: str) -> int:
        """The code of this glyph standing for these letters."""
        key = (glyph, letters)
        known = self.codes.get(key)
        if known is not None:
            return known
        if len(self.codes) >= _MOST_CODES:
            return self.codes.setdefault((0, "\ufffd"), 1)
        self.codes[key] = len(self.codes) + 1
        return self.codes[key]

    def shown(self, word: Word) -> str:
        """The codes of a word, with the steps of the pen between them, as the inside of an array to show."""
        if word not in self.words:
            self.words[word] = self._shown(word)
        return self.words[word]

    def _shown(self, word: Word) -> str:
        """Letters from left to right, as browsers and office programs write them; only kerning moves the pen."""
        widths = self.font.widths
        is_slanted = word.look.is_slanted
        shown = "<"
        for glyph in word.glyphs:
            number = self.font.placed(glyph, is_slanted=is_slanted)
            shown += f"{self.code(number, glyph.letters):04X}"
            if widths[number] != glyph.advance:
                shown += f">{widths[number] - glyph.advance}<"
        return shown + ">"

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:
        """Write the font: Type0 over a CIDFontType2 with its own glyph map (ISO 32000-1, 9.7)."""
        glyphs = [glyph for glyph, _ in self.codes]
        program, numbers = self.font.subset(glyphs)
        name = f"{_tag(program)}+{self.font.name}"
        widths = [self.font.widths[glyph] for glyph in glyphs]
        glyph_map = b"\0\0" + b"".join(numbers[glyph].to_bytes(2, "big") for glyph in glyphs)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{name}",
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, name, program)),
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
                "DW": self.font.widths[0],
                "CIDToGIDMap": _stream(document, glyph_map),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource] = document.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": f"/{name}",
                    "Encoding": "/Identity-H",
                    "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                    "ToUnicode": _stream(document, self._to_unicode().encode()),
                }
            )
        )

    def _descriptor(self, document: pdfdoc.PDFDocument, name: str, program: bytes) -> pdfdoc.PDFDictionary:
        metrics = self.font.truetype.face
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(metrics.bbox),
                "Ascent": metrics.ascent,
                "Descent": metrics.descent,
                "CapHeight": metrics.capHeight,
                "ItalicAngle": 0,
                "StemV": metrics.stemV,
                "FontFile2": _stream(document, program, Length1=len(program)),
            }
        )

    def _to_unicode(self) -> str:
        lines = [
            f"<{code:04X}> <{letters.encode('utf-16-be').hex().upper()}>"
            for (_, letters), code in self.codes.items()
            if letters
        ]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return _CMAP_HEAD + body + _CMAP_TAIL


def embedded(canvas: Canvas, font: Font) -> EmbeddedFont:
    """The font as it is embedded in the file that this canvas writes."""
    document = canvas._doc
    for known in document.delayedFonts:
        if isinstance(known, EmbeddedFont) and known.font is font:
            return known
    return EmbeddedFont(font, document)


def _tag(program: bytes) -> str:
    """Six capital letters that name a subset (ISO 32000-1, 9.6.4)."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _stream(document: pdfdoc.PDFDocument, content: bytes, **entries: int) -> pdfdoc.PDFObjectReference:
    stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
    for key, entry in entries.items():
        stream.dictionary[key] = entry
    return document.Reference(stream)
