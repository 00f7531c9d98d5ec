"""The parts of a line as they stand in a file, and the marks that tell readers which way each of them runs.

poppler, PDFium and pdf.js put what they find into reading order by rules of their own; `docs/documents.md` names them.
"""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from caseapp.documents.pdf.text.shaping import Run
from caseapp.documents.pdf.text.word_cache import TO_LEFT, TO_RIGHT, Word, led, unseen

_TURNS = 0.3  # of a part


class PlacedRun(NamedTuple):
    """The words of a run in reading order, and the place of their left end."""

    run: Run
    words: list[Word]
    left: int


class LinePart(NamedTuple):
    """Words that are shown at once, from left to right; `left` is the place of their left end."""

    language: str | None
    left: int
    words: list[Word]


def parts_of(runs: list[PlacedRun], *, is_rtl: bool) -> list[LinePart]:
    """Neighbours of one weight and language, in reading order; in a line from left to right, of one direction too."""
    if not runs:
        return []
    if len(runs) == 1:
        ((run, words, left),) = runs
        words = _facing(run, words, is_rtl=is_rtl, begins=True, ends=True)
        return [LinePart(run.language, left, _spaced(words, ()) if run.script == "Arab" else words)]
    spoken = _spoken([placed.run for placed in runs], own=runs[0].words[0].look.language)
    groups = list(_groups(runs, spoken, is_rtl=is_rtl))
    facing = [
        _facing(
            run,
            words,
            is_rtl=is_rtl,
            begins=not place or runs[place - 1].run.level != run.level,
            ends=place + 1 == len(runs) or runs[place + 1].run.level != run.level,
        )
        for place, (run, words, _left) in enumerate(runs)
    ]
    parts = []
    for group in groups:
        ordered = sorted(group, key=lambda place: runs[place].left)
        words = [word for place in ordered for word in facing[place]]
        if is_rtl or runs[ordered[0]].run.level:
            ends = (0, len(words) - 1) if is_rtl and len(groups) > 1 else ()
            words = _turned(_spaced(words, ends))
        parts.append(LinePart(spoken[group[0]], runs[ordered[0]].left, words))
    _outweigh(parts, is_rtl=is_rtl)
    return parts


def _groups(runs: list[PlacedRun], spoken: Sequence[str | None], *, is_rtl: bool) -> Iterable[list[int]]:
    order = sorted(range(len(runs)), key=lambda place: runs[place].left)
    seen = {place: number for number, place in enumerate(order)}
    group = [0]
    for place in range(1, len(runs)):
        before, run = runs[place - 1].run, runs[place].run
        goes_on = (
            spoken[place - 1] == spoken[place]
            and before.is_bold == run.is_bold
            and before.face == run.face
            and abs(seen[place - 1] - seen[place]) == 1
            and (is_rtl or bool(before.level) is bool(run.level))
        )
        if not goes_on:
            yield group
            group = []
        group.append(place)
    yield group


def _spoken(runs: Sequence[Run], own: str) -> list[str | None]:
    """The language of each run; figures are in the only other one of their line, if it has but one, and spaces go with
    what is read in the line's direction."""
    named = {run.language for run in runs if run.language}
    own = next(iter(named)) if len(named) == 1 else own
    spoken = [_of_figure(runs, place) or own if run.language == "" else run.language for place, run in enumerate(runs)]
    for place, run in enumerate(runs):
        if run.language is None:
            beside = [other for other in (place - 1, place + 1) if 0 <= other < len(runs) and spoken[other] is not None]
            nearest = sorted(beside, key=lambda other: runs[other].level != run.level)
            spoken[place] = spoken[nearest[0]] if nearest else None
    return spoken


def _of_figure(runs: Sequence[Run], place: int) -> str | None:
    """The language of the unit that a number has, if it has one."""
    beside = (runs[other] for other in (place + 1, place - 1) if 0 <= other < len(runs))
    return next((run.language for run in beside if run.level == runs[place].level and run.language), None)


def _facing(run: Run, words: list[Word], *, is_rtl: bool, begins: bool, ends: bool) -> list[Word]:
    """The words of a run from left to right, with marks where a stretch that runs against its line begins and ends."""
    seen = words[::-1] if run.level % 2 else words
    if bool(run.level % 2) is is_rtl:
        return seen
    first, *others = seen
    marks = (TO_RIGHT + TO_LEFT if is_rtl else TO_LEFT) if begins else ""
    return [led(first, marks) if marks else first, *others, *([unseen(TO_LEFT, first.look)] if ends else [])]


def _spaced(words: list[Word], ends: Sequence[int]) -> list[Word]:
    """Mark spaces that pdf.js would drop, where another part begins, or double, before the mark of a letter."""
    return [
        led(word, TO_RIGHT) if word.text == " " and (place in ends or _begins_with_mark(words, place + 1)) else word
        for place, word in enumerate(words)
    ]


def _begins_with_mark(words: Sequence[Word], place: int) -> bool:
    return place < len(words) and words[place].glyphs[0].is_mark()


def _turned(words: list[Word]) -> list[Word]:
    """pdf.js takes a part for right to left if three tenths of its letters are: marks make it so."""
    if not any(word.look.is_rtl for word in words):
        return words
    rtl, whole = (sum(numbers) for numbers in zip(*(word.weighed()[:2] for word in words), strict=True))
    missing = ceil((_TURNS * whole - rtl) / (1 - _TURNS))
    return [led(words[0], TO_RIGHT * missing), *words[1:]] if missing > 0 else words


def _outweigh(parts: list[LinePart], *, is_rtl: bool) -> None:
    """poppler takes a page for what it has more letters of: marks make up for a line's letters of the other kind."""
    words = [word for part in parts for word in part.words]
    more_ltr = sum(word.weighed()[2] for word in words)
    lacking = (more_ltr if is_rtl else -more_ltr) + sum(not word.text for word in words)
    if lacking >= 0:
        marks = (TO_RIGHT if is_rtl else TO_LEFT) * (lacking + 1)
        parts[0].words.insert(0, unseen(marks, words[0].look))
