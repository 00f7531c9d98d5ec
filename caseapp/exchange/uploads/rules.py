"""Files that somebody sends to be imported: how many, how large, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

from caseapp.errors import RuleBroken
from caseapp.i18n import _

KIND = "import"
MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
NAME_MAX = 100
NAMES_OF_SYSTEMS = frozenset("/\\:\0")
GIVEN_UP = timedelta(minutes=2)  # work on which nobody was heard of for so long was left by a killed worker
SAMPLES = 3


class UploadState(StrEnum):
    """What happens to the files: they are looked at, wait for a decision, come in, are in; differences are taken."""

    CHECKING = "checking"
    READY = "ready"
    IMPORTING = "importing"
    TAKING = "taking"
    DONE = "done"
    FAILED = "failed"


AT_WORK = (UploadState.CHECKING, UploadState.IMPORTING, UploadState.TAKING)


class SentFile(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ChoicesDraft:
    """What people said of files that do not say it themselves; see `Choices`."""

    order: str
    answers: dict[str, str]
    columns: dict[str, str]


@dataclass(frozen=True)
class WantedDraft:
    """The differences to be taken: fields of single rows (`17:minutes`), and whole columns (`meetings.minutes`)."""

    fields: tuple[str, ...]
    columns: tuple[str, ...]


def check_files(sent: Sequence[SentFile], there: Sequence[str] = ()) -> list[SentFile]:
    """The files under plain names, each once; `RuleBroken` where there are none, too many or too large ones."""
    if not sent:
        raise RuleBroken(_("Choose at least one file."), "files")
    if len(sent) + len(there) > MOST_FILES:
        raise RuleBroken(_("Choose at most %(most)s files.", most=MOST_FILES), "files")
    names = list(there)
    kept = []
    for file in sent:
        if len(file.content) > MOST_BYTES:
            raise RuleBroken(_("A file is larger than 10 MB. Split it."), "files")
        name = _plain(file.name, names)
        names.append(name)
        kept.append(SentFile(name, file.content))
    return kept


def _plain(name: str, taken: Sequence[str]) -> str:
    """The last part of a name, without what means something to a file system, and like no other one."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in NAMES_OF_SYSTEMS)
    plain = plain.strip(". ")[-NAME_MAX:] or "file"
    path, number = PurePath(plain), 2
    while plain in taken:
        plain, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return plain
