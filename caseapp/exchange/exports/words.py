"""Headings and words of the files that the import takes in again, in Hebrew or English."""

from collections.abc import Mapping

from caseapp.exchange.spreadsheets.heading_words import HEADINGS, FileKind
from caseapp.exchange.spreadsheets.vocabulary import (
    APPROVAL_UNITS,
    DOMAINS,
    GENDER_FORMS,
    LANGUAGES,
    MARKS,
    MEETING_STATES,
    MODES,
    OUTCOMES,
    SERVICES,
    Vocabulary,
)

FIELDS: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.CLIENTS: (
        *("first_name", "last_name", "preferred_name", "national_id", "born_on", "phone", "language", "gender_form"),
        *("mentor", "service", "approved_from", "approved_until", "hours_per_week", "approved_amount", "approval_unit"),
    ),
    FileKind.GOALS: ("national_id", "client_words", "domain", "target_on", "baseline"),
    FileKind.MEETINGS: ("national_id", "on", "at", "minutes", "mode", "outcome", "note"),
    FileKind.ATTENDANCE: ("national_id", "name"),
}
HELD_ROW = {"he": "מפגש התקיים", "en": "meeting held"}
NO_FIXED_DAY = {"he": "ללא יום קבוע", "en": "no fixed day"}


def language_of_files(language: str) -> str:
    """English for who reads English here, and Hebrew for everybody else."""
    return "en" if language == "en" else "he"


class FileWords:
    """What stands in the files of one language."""

    def __init__(self, language: str) -> None:
        self.is_hebrew = language == "he"
        self.held_row, self.no_fixed_day = HELD_ROW[language], NO_FIXED_DAY[language]
        self.languages = self._words(LANGUAGES)
        self.gender_forms = self._words(GENDER_FORMS)
        self.units = self._words(APPROVAL_UNITS)
        self.services = self._words(SERVICES)
        self.domains = self._words(DOMAINS)
        self.modes = self._words(MODES)
        self.outcomes = self._words(OUTCOMES)
        self.marks = self._words(MARKS)
        self.states = self._words(MEETING_STATES)

    def headings(self, kind: FileKind) -> tuple[str, ...]:
        """The headings of a file."""
        return tuple(HEADINGS[kind][field][0 if self.is_hebrew else 1] for field in FIELDS[kind])

    def _words(self, known: Vocabulary) -> Mapping[str, str]:
        meanings = dict.fromkeys(known.meaning.values())
        return dict(zip(meanings, known.hebrew if self.is_hebrew else known.english, strict=True))
