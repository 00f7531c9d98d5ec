"""The forms of a whole file."""

from caseapp.i18n import LANGUAGES, _l
from caseapp.privacy.whole_file.rules import PASSAGE_MAX, PURPOSE_MAX, WholeFileDraft
from caseapp.web.fields import Chips, Text
from caseapp.web.forms import BaseForm, NewRecordForm


class WholeFileForm(NewRecordForm):
    """In which language, and what for."""

    language = Chips(_l("Language"), list(LANGUAGES.items()))
    purpose = Text(_l("Purpose"), required=True, longest=PURPOSE_MAX)

    def draft(self) -> WholeFileDraft:
        """What was chosen."""
        return WholeFileDraft(self.language.data, self.purpose.data or "")


class PassageForm(NewRecordForm):
    """Words about somebody else."""

    words = Text(_l("Passage"), required=True, longest=PASSAGE_MAX)


class ShowPassageForm(BaseForm):
    """One tap that lets a passage be seen again."""
