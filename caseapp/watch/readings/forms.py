"""The form of whoever looks at a reading."""

from caseapp.i18n import _l
from caseapp.watch.readings.rules import READING_WORD_NAMES, ReadingWord
from caseapp.web.fields import Chips, choices_of
from caseapp.web.forms import BaseForm


class ReadingWordForm(BaseForm):
    """One word about a reading."""

    word = Chips(_l("What was it?"), choices_of(READING_WORD_NAMES))

    def draft(self) -> ReadingWord:
        """What was chosen."""
        return ReadingWord(self.word.data)
