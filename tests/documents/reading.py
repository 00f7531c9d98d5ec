"""Reads a drawn file without any PDF library: what a reader without poppler would find in it."""

import re
import zlib
from base64 import a85decode
from dataclasses import dataclass
from unicodedata import bidirectional

BIDI_CONTROLS = dict.fromkeys(
    map(ord, "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
NEUTRAL = ("ON", "WS", "NSM", "BN", "B", "S")
RIGHT_STRETCH = re.compile("[\u0590-\u08ff](?:[^a-zA-Z\u0400-\u04ff\u200e]*[\u0590-\u08ff])?")
OPERATORS = re.compile(
    rb"(?P<keep>(?<=\s)q(?=\s))|(?P<back>(?<=\s)Q(?=\s))|(?P<matrix>(?:[-\d.]+ ){6})cm"
    rb"|BT /(?P<font>C\d+) (?P<size>[\d.]+) Tf 1 0 0 1 "
    rb"(?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm (?P<shown>.*?) ET",
    re.DOTALL,
)


@dataclass(frozen=True)
class Shown:
    """Letters shown by one text object, as seen from left to right."""

    x: float
    y: float
    font: str
    letters: str


class PdfReading:
    def __init__(self, file: bytes) -> None:
        found = re.finditer(rb"(?:^|\n)(\d+) 0 obj(.*?)endobj", file, re.DOTALL)
        self.objects = {int(match[1]): match[2] for match in found}
        self.file = file

    def stream(self, body: bytes) -> bytes:
        head, _, rest = body.partition(b"stream\n")
        data = rest[: rest.rindex(b"endstream")]
        if b"ASCII85Decode" in head:
            data = a85decode(data.strip().removesuffix(b"~>"))
        return zlib.decompress(data) if b"FlateDecode" in head else data

    def fonts(self) -> dict[str, bytes]:
        """Every font object that has a name on a page."""
        named = re.findall(rb"/(C\d+) (\d+) 0 R", b"".join(self.objects.values()))
        return {name.decode(): self.objects[int(number)] for name, number in named}

    def letters(self, font: bytes) -> dict[int, str]:
        number = int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", self.stream(self.objects[number]))
        return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}

    def widths(self, font: bytes) -> list[int]:
        descendant = self.objects[int(re.search(rb"/DescendantFonts \[ (\d+) 0 R", font)[1])]
        return [0, *map(int, re.search(rb"/W \[ 1 \[ ([^\]]*)\]", descendant)[1].split())]

    def shown(self) -> list[Shown]:
        maps = self.maps()
        found: list[Shown] = []
        for body in self.objects.values():
            if b"stream\n" not in body or b"/Length1" in body:
                continue
            found += self._shown_in(self.stream(body), maps)
        return found

    def pages(self) -> list[list[Shown]]:
        """What each page shows, without its footer."""
        maps = self.maps()
        contents = [int(number) for number in re.findall(rb"/Contents (\d+) 0 R", self.file)]
        return [self._shown_in(self.stream(self.objects[number]), maps) for number in contents]

    def maps(self) -> dict[str, tuple[dict[int, str], list[int]]]:
        return {name: (self.letters(font), self.widths(font)) for name, font in self.fonts().items()}

    def _shown_in(self, content: bytes, maps: dict[str, tuple[dict[int, str], list[int]]]) -> list[Shown]:
        """Follows the shifts and scales of the drawing, so that places are places on the page."""
        found: list[Shown] = []
        place, saved = (1.0, 1.0, 0.0, 0.0), []
        for match in OPERATORS.finditer(content):
            if match["keep"]:
                saved.append(place)
            elif match["back"]:
                place = saved.pop()
            elif match["matrix"]:
                a, _, _, d, e, f = map(float, match["matrix"].split())
                place = (place[0] * a, place[1] * d, place[2] + place[0] * e, place[3] + place[1] * f)
            else:
                font = match["font"].decode()
                letters, leftmost = _seen(match["shown"], *maps[font])
                x = place[2] + place[0] * (float(match["x"]) + leftmost * float(match["size"]) / 1000)
                y = place[3] + place[1] * float(match["y"])
                found.append(Shown(round(x, 1), round(y, 1), font, letters))
        return found

    def visual_lines(self) -> list[str]:
        """What is seen on each line, from left to right; direction marks are left out."""
        lines: dict[float, list[Shown]] = {}
        for shown in self.shown():
            lines.setdefault(shown.y, []).append(shown)
        ordered = [sorted(lines[y], key=lambda shown: shown.x) for y in sorted(lines, reverse=True)]
        return [without_controls("".join(shown.letters for shown in line)) for line in ordered]

    def all_letters(self) -> str:
        return "".join(shown.letters for shown in self.shown())


def as_read(seen: str) -> str:
    """Letters from left to right in reading order: stretches of one direction, as readers find them.

    Lines are mostly of one direction here; the marks between stretches are taken for what they are and left out.
    """
    sides = [
        "r" if bidirectional(char) in ("R", "AL") else "n" if bidirectional(char) in NEUTRAL else "l" for char in seen
    ]
    if sides.count("r") <= sum(char.isalpha() for char in seen) - sides.count("r"):
        return without_controls(RIGHT_STRETCH.sub(lambda found: found[0][::-1], seen))
    found, place = [], len(seen)
    while place:
        start = place
        while place and sides[place - 1] != "l":
            place -= 1
        found.append(seen[place:start][::-1])
        start = place
        while place and sides[place - 1] != "r":
            place -= 1
        found.append(seen[place:start])
    return without_controls("".join(found))


def _seen(shown: bytes, letters: dict[int, str], widths: list[int]) -> tuple[str, float]:
    """The letters from left to right, wherever they stand in the file: numbers between them move the pen."""
    pen, found = 0.0, []
    for step, codes in re.findall(rb"(?:(?<=[\s>\[])(-?[\d.]+)(?=[ <\]]))|<([0-9A-F]+)>", shown):
        pen -= float(step or 0)
        for at in range(0, len(codes), 4):
            code = int(codes[at : at + 4], 16)
            found.append((pen, letters.get(code, "")))
            pen += widths[code]
    found.sort(key=lambda place: place[0])
    return "".join(letter for _, letter in found), found[0][0] if found else 0


def without_controls(text: str) -> str:
    return text.translate(BIDI_CONTROLS)
