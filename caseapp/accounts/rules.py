"""The rules of accounts: names, passwords, how long a session lasts, how often one may guess."""

import re
import unicodedata
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _l

PASSWORD_MIN = 15
PASSWORD_MAX = 128
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class LinkKind(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class AddressForm(StrEnum):
    """How a person is addressed in languages that have gender."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    NEUTRAL = "neutral"


def normal_username(text: str) -> str:
    """The one spelling of a username; `RuleBroken` where it is none."""
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not USERNAME.fullmatch(name):
        raise RuleBroken(
            _l("A username has 2 to 40 small Latin letters, digits, dots, dashes or underscores."), "username"
        )
    return name
