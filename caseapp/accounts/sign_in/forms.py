"""The forms of signing in, and of proving again who one is."""

from wtforms import HiddenField

from caseapp.accounts.forms import LATIN, PRESENT
from caseapp.accounts.passkeys.rules import NAME_MAX, PasskeyDraft
from caseapp.accounts.second_step.rules import CODE_MAX
from caseapp.i18n import _, _l
from caseapp.web.fields import Line, Password
from caseapp.web.forms import BaseForm


class SignInForm(BaseForm):
    """Username and password; and the code of the second step, where it is asked for at once."""

    username = Line(_l("Username"), required=True, render_kw={"autocomplete": "username", **LATIN})
    password = Password(_l("Password"), render_kw=PRESENT)
    code = Line(_l("Code"), longest=CODE_MAX, render_kw={"autocomplete": "one-time-code", **LATIN})


class CodeForm(BaseForm):
    """The code of the second step."""

    code = Line(
        _l("Code"),
        required=True,
        longest=CODE_MAX,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", **LATIN},
    )


class RecoveryForm(BaseForm):
    """A recovery code in place of the second step's."""

    code = Line(_l("Recovery code"), required=True, longest=CODE_MAX, render_kw={"autocomplete": "off", **LATIN})


class PasskeyForm(BaseForm):
    """What a device answered with a passkey, in the place of what is typed."""

    passkey = HiddenField()


class NewPasskeyForm(BaseForm):
    """A passkey that a device has just made."""

    name = Line(_l("Name of the device"), longest=NAME_MAX)
    new_passkey = HiddenField()

    def draft(self, browser: str) -> PasskeyDraft:
        """What was typed and made. Without a name it has the browser's: the device keeps already what it made."""
        return PasskeyDraft(self.name.data or browser or _("Unknown browser"), self.new_passkey.data or "")


class ProofForm(BaseForm):
    """The present password, before something that needs it anew."""

    proof = Password(_l("Your password"), render_kw=PRESENT)
