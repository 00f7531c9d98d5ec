"""The form of the search in notes."""

from wtforms import ValidationError

from caseapp.i18n import _, _l
from caseapp.progress.search.rules import sought_words
from caseapp.web.fields import Line
from caseapp.web.forms import BaseForm

LINE_MAX = 100


class NoteWordsForm(BaseForm):
    """A search; it is posted, so that no word of it appears in an address or a log."""

    words = Line(_l("Words in the notes"), required=True, longest=LINE_MAX)

    def validate_words(self, field: Line) -> None:
        """Words that are too short would find everything."""
        if not sought_words(field.data):
            raise ValidationError(_("Write at least two letters."))
