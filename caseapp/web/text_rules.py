"""Cleaning of typed text: characters that no field may hold, and the one form in which text is stored."""

import unicodedata

from caseapp.errors import RuleBroken
from caseapp.i18n import _l
from caseapp.invisible_rules import CHANGING_OTHERS, INVISIBLE

NEVER = frozenset({"Cc", "Cs", "Co", "Cn"})
BLANKS = frozenset(" \n\u00a0\u202f")


def clean(text: str, lines: bool = False) -> str:
    """Text in NFC without control characters, bidirectional overrides and invisible marks; cleaning is idempotent.

    Stripping comes before NFC: removing a mark between two letters may let them compose.
    `lines` keeps line breaks, as one `\\n` each. NUL and other junk raise `RuleBroken`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = []
    for letter in text:
        if letter in INVISIBLE:
            continue
        if letter in "\n\t":
            kept.append("\n" if lines and letter == "\n" else " ")
        elif unicodedata.category(letter) in NEVER:
            raise RuleBroken(_l("The text contains a character that cannot be saved. Delete it and go on writing."))
        else:
            kept.append(letter)
    cleaned = unicodedata.normalize("NFC", "".join(kept)).strip()
    return cleaned if set(cleaned) - CHANGING_OTHERS - BLANKS else ""
