"""The whole file of a client: its states, and what is asked of a passage that it does not show."""

from dataclasses import dataclass
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import check_length

KIND = "whole_file"
"""The name under which the worker knows this work."""
PURPOSE_MAX = 500
PASSAGE_MAX = 1_000
PASSAGE_LEAST = 2


class FileState(StrEnum):
    """The state of a file that was asked for."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class WholeFileDraft:
    """In which language the file is to be, and what for."""

    language: str
    purpose: str


def check_purpose(draft: WholeFileDraft) -> None:
    """`RuleBroken` where it is not said what the file is for."""
    if not draft.purpose.strip():
        raise RuleBroken(_("Say what the file is for. It is kept with the audit trail."), "purpose")
    check_length(draft.purpose, PURPOSE_MAX, "purpose")


def check_few(is_many: bool, most: int) -> None:
    """`RuleBroken` where one person would take along the records of more clients within a day than the number."""
    if is_many:
        raise RuleBroken(
            _(
                "With this file you would have taken along records of more than %(most)s clients within a day. "
                "Somebody else who is in charge of the team can make it, or you can tomorrow.",
                most=most,
            )
        )


def check_passage(words: str, places: int) -> None:
    """`RuleBroken` where a passage is too short to be one, or stands nowhere in the file."""
    if len(words.strip()) < PASSAGE_LEAST:
        raise RuleBroken(_("A passage has at least two characters."), "words")
    check_length(words, PASSAGE_MAX, "words")
    if not places:
        sentence = _("This passage stands nowhere in the file. Copy it from the text below, exactly as it is there.")
        raise RuleBroken(sentence, "words")
