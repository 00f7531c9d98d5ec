"""The form of a second person."""

from caseapp.i18n import _l
from caseapp.web.fields import Line
from caseapp.web.forms import BaseForm

CODE_MAX = 40


class ConfirmForm(BaseForm):
    """The word of a second person, or the code that the host's shell shows in the place of it."""

    code = Line(_l("Code from the server"), longest=CODE_MAX)
