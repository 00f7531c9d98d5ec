"""Three readers of PDF files, as people meet them: their text, and their own search.

Poppler (Evince, Okular), PDFium (Chrome, Edge) and pdf.js (Firefox).
"""

import shutil
import subprocess
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pypdfium2
from playwright.sync_api import Browser

VENDORED = Path(__file__).parents[1] / "vendor" / "pdfjs"
_SITE = "http://readers.example"
_PAGE = """<!doctype html><script type="module">
import * as pdfjs from "./pdf.min.mjs";
globalThis.pdfjsLib = pdfjs;
const {EventBus, PDFFindController} = await import("./pdf_viewer.mjs");
pdfjs.GlobalWorkerOptions.workerSrc = "./pdf.worker.min.mjs";
let opened;
globalThis.read = async file => {
  opened = await pdfjs.getDocument({data: Uint8Array.from(atob(file), letter => letter.charCodeAt())}).promise;
  const pages = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const {items} = await (await opened.getPage(number)).getTextContent({disableNormalization: true});
    pages.push(items.map(item => item.str + (item.hasEOL ? "\\n" : "")).join(""));
  }
  return pages;
};
const turn = () => new Promise(done => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = done;
  port2.postMessage(0);
});
globalThis.find = async words => {
  const bus = new EventBus(), pages = [];
  const linkService = {pagesCount: opened.numPages, page: 1};
  const controller = new PDFFindController({linkService, eventBus: bus, delay: 0});
  controller.setDocument(opened);
  controller.onIsPageVisible = () => true;
  for (const query of words) {
    controller.pageMatches.length = 0;
    bus.dispatch("find", {source: null, type: "find", query, caseSensitive: true, highlightAll: false});
    while (Object.keys(controller.pageMatches).length < opened.numPages) await turn();
    pages.push(controller.pageMatches.flatMap((found, page) => found.length ? [page] : []));
  }
  return pages;
};
globalThis.isReady = true;
</script>"""


class Reader(Protocol):
    """A program that shows PDF files."""

    def pages(self, file: bytes) -> list[str]:
        """The text of each page."""

    def finds(self, file: bytes, words: Sequence[Sequence[str]]) -> list[set[str]]:
        """For each page, those of its words that the reader's search finds there."""


class Poppler:
    """Its search looks in the text that pdftotext writes, both in compatible form (NFKC)."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "read.pdf"

    def pages(self, file: bytes) -> list[str]:
        self.path.write_bytes(file)
        program = shutil.which("pdftotext")
        assert program, "These tests need pdftotext: install poppler-utils (Debian) or poppler (macOS)."
        done = subprocess.run([program, self.path, "-"], capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    def finds(self, file: bytes, words: Sequence[Sequence[str]]) -> list[set[str]]:
        texts = [unicodedata.normalize("NFKC", text) for text in self.pages(file)]
        return [
            {word for word in wanted if unicodedata.normalize("NFKC", word) in text}
            for wanted, text in zip(words, texts, strict=True)
        ]


class Pdfium:
    def pages(self, file: bytes) -> list[str]:
        return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]

    def finds(self, file: bytes, words: Sequence[Sequence[str]]) -> list[set[str]]:
        found = []
        for wanted, page in zip(words, pypdfium2.PdfDocument(file), strict=True):
            text = page.get_textpage()
            found.append({word for word in wanted if text.search(word, match_case=True).get_next()})
        return found


class PdfJs:
    """Firefox's reader, which runs in every browser; nothing is fetched from elsewhere."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_page()
        self.page.route("**/*", self._answer)
        self.page.goto(_SITE)
        self.page.wait_for_function("globalThis.isReady")

    def _answer(self, route) -> None:
        name = route.request.url.removeprefix(f"{_SITE}/")
        if not name:
            route.fulfill(body=_PAGE, content_type="text/html; charset=utf-8")
        elif (VENDORED / name).is_file():
            route.fulfill(path=VENDORED / name, content_type="text/javascript")
        else:
            route.abort()

    def pages(self, file: bytes) -> list[str]:
        return self.page.evaluate("file => read(file)", b64encode(file).decode())

    def finds(self, file: bytes, words: Sequence[Sequence[str]]) -> list[set[str]]:
        self.pages(file)
        asked = sorted({word for wanted in words for word in wanted})
        places = dict(zip(asked, self.page.evaluate("words => find(words)", asked), strict=True))
        return [{word for word in wanted if page in places[word]} for page, wanted in enumerate(words)]


def normalised(text: str) -> str:
    """Canonical order of marks, no format characters, one blank where there is white space."""
    seen = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split())
