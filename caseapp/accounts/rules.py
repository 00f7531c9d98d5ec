"""The rules of accounts: usernames, how long things last, and what a browser is called."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _l

USERNAME_MAX = 40
NAME_MAX = 80
TEAM_MAX = 80
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
BROWSER_KNOWN_FOR = timedelta(days=365)
FRESH_FOR = timedelta(minutes=10)
PATH_MAX = 500


class LinkKind(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class AddressForm(StrEnum):
    """How a person is addressed in languages that have gender."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    NEUTRAL = "neutral"


class PersonState(StrEnum):
    """Whether a person can sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True)
class AccountSettings:
    """What people choose for themselves: the language, how they are addressed in it, and whether their browser may
    check spelling."""

    language: str
    address_form: AddressForm
    local_spelling: bool = False


@dataclass(frozen=True)
class PasswordChange:
    """A new password, and the current one as proof of who asks."""

    present: str
    new: str


@dataclass(frozen=True)
class LinkPassword:
    """A password set with the code of a one-time link."""

    code: str
    new: str


ADDRESS_NAMES = {
    AddressForm.FEMININE: _l("Feminine"),
    AddressForm.MASCULINE: _l("Masculine"),
    AddressForm.NEUTRAL: _l("Neutral"),
}
STATE_NAMES = {
    PersonState.INVITED: _l("Invited"),
    PersonState.ACTIVE: _l("Active"),
    PersonState.DISABLED: _l("Disabled"),
}

# The first that fits names the browser: most of them call themselves by the names of others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def canonical_username(text: str) -> str:
    """The one form in which usernames are compared, of whatever was entered."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def normal_username(text: str) -> str:
    """The one spelling of a username; `RuleBroken` where it is none."""
    name = canonical_username(text)
    if not USERNAME.fullmatch(name):
        raise RuleBroken(_l("Use 2 to 40 lower-case Latin letters, digits, dots, hyphens or underscores."), "username")
    return name


def state_of(has_password: bool, is_disabled: bool) -> PersonState:
    """Whether somebody can sign in: an invited person has no password yet."""
    if is_disabled:
        return PersonState.DISABLED
    return PersonState.ACTIVE if has_password else PersonState.INVITED


def browser_family(user_agent: str) -> str:
    """`Firefox, Android`: enough to recognise one's own session; empty where nothing is known."""
    families = (next((name for mark, name in names if mark in user_agent), None) for names in (BROWSERS, SYSTEMS))
    return ", ".join(family for family in families if family)
