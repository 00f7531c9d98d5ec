"""The forms of accounts. Choices that depend on records arrive as arguments."""

from wtforms import BooleanField
from wtforms.validators import EqualTo

from caseapp.accounts.rules import ADDRESS_NAMES, PATH_MAX, AccountSettings, AddressForm, LinkPassword, PasswordChange
from caseapp.i18n import LANGUAGES, _l
from caseapp.web.fields import Chips, Line, Password, choices_of
from caseapp.web.forms import BaseForm

PRESENT = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}
NAME = {"autocomplete": "off"}
LATIN = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false", "dir": "ltr"}
LENGTH_HINT = _l("At least 15 characters. A few unrelated words are easy to remember.")


def _again() -> Password:
    return Password(
        _l("Repeat the password"),
        validators=[EqualTo("new", _l("The two passwords do not match. Type them again."))],
        render_kw=NEW,
    )


class WelcomeForm(BaseForm):
    """The first password, or a forgotten one, set with a one-time link."""

    code = Line(_l("Code"), required=True, render_kw={"autocomplete": "off", **LATIN})
    new = Password(_l("New password"), description=LENGTH_HINT, render_kw=NEW)
    again = _again()

    def draft(self) -> LinkPassword:
        return LinkPassword(self.code.data, self.new.data)


class PasswordForm(BaseForm):
    """Change of one's own password."""

    present = Password(_l("Current password"), render_kw=PRESENT)
    new = Password(_l("New password"), description=LENGTH_HINT, render_kw=NEW)
    again = _again()

    def draft(self) -> PasswordChange:
        return PasswordChange(self.present.data, self.new.data)


class LanguageForm(BaseForm):
    """The language chosen beside the navigation, and the page on which it was chosen."""

    code = Chips(choices=list(LANGUAGES.items()))
    here = Line(longest=PATH_MAX)


class SettingsForm(BaseForm):
    """Language, form of address and spelling."""

    language = Chips(_l("Language"), choices=list(LANGUAGES.items()))
    address_form = Chips(_l("Form of address"), choices=choices_of(ADDRESS_NAMES))

    local_spelling = BooleanField(_l("Let this browser check my spelling"))

    def draft(self) -> AccountSettings:
        return AccountSettings(self.language.data, AddressForm(self.address_form.data), self.local_spelling.data)
