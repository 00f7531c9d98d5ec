"""The form on which people sign in."""

from caseapp.accounts.forms import LATIN, PRESENT
from caseapp.i18n import _l
from caseapp.web.fields import Line, Password
from caseapp.web.forms import BaseForm


class SignInForm(BaseForm):
    """Username and password."""

    username = Line(_l("Username"), required=True, render_kw={"autocomplete": "username", **LATIN})
    password = Password(_l("Password"), render_kw=PRESENT)
