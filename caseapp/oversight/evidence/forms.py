"""The form of the file for an inspector."""

from caseapp.i18n import LANGUAGES, _l
from caseapp.web.fields import Chips
from caseapp.web.forms import BaseForm


class EvidenceForm(BaseForm):
    """In which language it is made."""

    language = Chips(_l("Language"), list(LANGUAGES.items()))
