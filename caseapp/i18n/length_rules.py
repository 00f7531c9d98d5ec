"""The rule that a text is not too long."""

from caseapp.errors import RuleBroken
from caseapp.i18n import _

TEXT_MAX = 20_000


def check_length(text: str, most: int, field: str) -> None:
    """`RuleBroken` at that field if the text has more characters."""
    if len(text) > most:
        raise RuleBroken(_("Use at most %(most)s characters.", most=most), field)
