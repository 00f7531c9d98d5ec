"""The figures of a page: what each of them counts, and whether the list that it opens has just that."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.pages import Browser

MINUTES = re.compile(r"(\d+) minutes?")
CLOCK = re.compile(r"(?<![\d.:])(\d+):(\d\d)(?![\d.:])")
LISTS = "ul.rows, ol.timeline, .stack-of-cards, [data-records], tbody"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Figure(NamedTuple):
    """A figure of a page: what it says, how many records or minutes it counts, and where it leads."""

    words: str
    href: str
    counts: int | None
    minutes: int | None


def figures_of(html: str) -> list[Figure]:
    """The figures of a page that count something."""
    found = LexborHTMLParser(html).css("[data-counts], [data-minutes]")
    return [Figure(_words(each), _href(each), _number(each, "counts"), _number(each, "minutes")) for each in found]


def faults(browser: Browser, path: str) -> list[str]:
    """The figures of the page that say another number than they count, open another list, or head one."""
    return faults_of(browser, path, browser.see(path).html, {})


def faults_of(browser: Browser, path: str, html: str, opened: dict[str, list[str]]) -> list[str]:
    """The same of a page that was fetched already; each list is opened once for all pages."""
    opening = [(urljoin(path, figure.href), figure) for figure in figures_of(html) if figure.href]
    for address, _figure in opening:
        if address not in opened:
            opened[address] = rows_of(browser, address)
    return [fault for address, figure in opening for fault in _faults(opened[address], address, figure)] + [
        f"{_words(node.parent)!r} heads {number}"
        for node in LexborHTMLParser(html).css("[data-counts]:not([href])")
        if (number := _below(node)) != _number(node, "counts")
    ]


def rows_of(browser: Browser, address: str) -> list[str]:
    """The rows of the list at that address, on all of its pages; of the one with the anchor, where there is one."""
    rows: list[str] = []
    page, anchor = urldefrag(address)
    while page:
        tree = LexborHTMLParser(browser.see(page).html)
        lists = tree.css(f"#{anchor} [data-records], #{anchor}[data-records]" if anchor else "[data-records]")
        rows += [_words(row) for each in lists for row in each.iter() if "data-apart" not in row.attributes]
        following = tree.css_first("a[rel=next]")
        page = urljoin(page, str(following.attributes["href"])) if following and not anchor else ""
    return rows


def minutes_of(words: str) -> int:
    """How long it took, as a row says it."""
    if said := MINUTES.search(words):
        return int(said[1])
    return sum(int(hours) * 60 + int(minutes) for hours, minutes in CLOCK.findall(words))


def _faults(rows: list[str], address: str, figure: Figure) -> Iterator[str]:
    if figure.counts is not None and len(rows) != figure.counts:
        yield f"{figure.words!r} opens {len(rows)} at {address}"
    if figure.counts is not None and not _counts(figure.words, figure.counts):
        yield f"{figure.words!r} counts {figure.counts}"
    if figure.minutes is not None and sum(map(minutes_of, rows)) != figure.minutes:
        yield f"{figure.words!r} opens {sum(map(minutes_of, rows))} minutes at {address}"
    if figure.minutes is not None and not _says(figure.words, figure.minutes):
        yield f"{figure.words!r} counts {figure.minutes} minutes"


def _below(node: LexborNode) -> int | None:
    """How many rows the list has that follows a heading, or the part of a table that begins with it."""
    at: LexborNode | None = node
    while at is not None and at.tag != "tbody":
        at = at.parent
    if at is not None:
        return len(list(at.iter())) - 1
    at = node
    while at is not None and at.tag != "main":
        following = at.next
        while following is not None:
            if following.tag in ("h1", "h2"):
                return None
            if not following.tag.startswith("-") and (found := following.css_first(f"{LISTS}, .empty")):
                return 0 if "empty" in (found.attributes.get("class") or "").split() else len(list(found.iter()))
            following = following.next
        at = at.parent
    return None


def _counts(words: str, number: int) -> bool:
    said = NUMBER.findall(words)
    return str(number) in said or (number == 1 and not said)


def _says(words: str, minutes: int) -> bool:
    hours, rest = divmod(minutes, 60)
    parts = [str(part) for part in (hours, rest) if part]
    in_words = all(part in NUMBER.findall(words) for part in parts)
    return f"{hours}:{rest:02}" in words or f"{round(minutes / 60, 2):g}" in NUMBER.findall(words) or in_words


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def _href(node: LexborNode) -> str:
    return node.attributes.get("href") or ""


def _number(node: LexborNode, name: str) -> int | None:
    said = node.attributes.get(f"data-{name}")
    return None if said is None else int(said)
