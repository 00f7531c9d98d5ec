"""The rules of a meeting with a shape: areas of life in the client's own words, rated by the client, talked about, and
what is agreed. No figure is made of them."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

AREA_MAX = 60
MOST_AREAS = 8
MOST_CHOSEN = 3
MOST_AGREED = 3
WORDS_MAX = 1_000
AGREED_MAX = 300
AREA_LEVELS = range(5)
AREA_LEVEL_NAMES = {
    0: _l("hard"),
    1: _l("not easy"),
    2: _l("so-so"),
    3: _l("fairly good"),
    4: _l("good"),
}


class AreaNamed(NamedTuple):
    """An area as the client calls it; `ended_on` where it is no longer asked about."""

    id: UUID
    words: str
    ended_on: date | None


@dataclass(frozen=True)
class AreaMark:
    """How an area is today, if it was said, and whether it is talked about; `words` name an area that is new."""

    area_id: UUID | None
    level: int | None
    is_chosen: bool
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said about it."""
        return self.level is None and not self.is_chosen


@dataclass(frozen=True)
class AreaTalkDraft:
    """A meeting with a shape, of which everything may be skipped."""

    marks: tuple[AreaMark, ...] = ()
    understand: str = ""
    forward: str = ""
    options: str = ""
    agreed: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether everything was skipped."""
        said = self.understand or self.forward or self.options or self.agreed
        return not said and all(mark.is_empty and not mark.words for mark in self.marks)


def check_talk(draft: AreaTalkDraft, number: int) -> None:
    """`RuleBroken` where there is nothing to keep or too much: areas (of which the client has that number already),
    areas to talk about, words."""
    if draft.is_empty:
        raise RuleBroken(_("Nothing has been said yet. All of it can be skipped."))
    if sum(mark.is_chosen for mark in draft.marks) > MOST_CHOSEN:
        raise RuleBroken(_("Choose up to three areas to talk about."))
    if any(mark.area_id is None and not mark.words and not mark.is_empty for mark in draft.marks):
        raise RuleBroken(_("Say in your own words which area it is."))
    if number + sum(bool(mark.words) for mark in draft.marks) > MOST_AREAS:
        raise RuleBroken(_("Eight areas are enough. End one before adding another."))
    for mark in draft.marks:
        check_length(mark.words, AREA_MAX, "")
    for name in ("understand", "forward", "options"):
        check_length(getattr(draft, name), WORDS_MAX, name)
    for words in draft.agreed:
        check_length(words, AGREED_MAX, "")
