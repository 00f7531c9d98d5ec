"""The forms of handing the screen over and taking it back."""

from caseapp.accounts.forms import LATIN
from caseapp.accounts.second_step.rules import CODE_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Line, Password
from caseapp.web.forms import BaseForm


class HandScreenForm(BaseForm):
    """One button: the client holds the screen from now on."""


class TakeBackForm(BaseForm):
    """The mentor's password. A browser must not fill in what it keeps of it."""

    present = Password(_l("Password"), render_kw={"autocomplete": "new-password"})
    code = Line(_l("Code"), longest=CODE_MAX, render_kw={"autocomplete": "off", "inputmode": "numeric", **LATIN})
