"""What the file for an inspector is made from."""

from enum import StrEnum

from caseapp.i18n import _l

LARGE = 100
CHECKS, DRILLS = 26, 26
"""The verifications and restores of half a year, one a week."""


class SecurityLevel(StrEnum):
    """How strictly records are to be secured, by the regulations of 2017."""

    MEDIUM = "medium"
    HIGH = "high"


LEVEL_NAMES = {
    SecurityLevel.MEDIUM: _l("Medium: at most a hundred people are allowed in"),
    SecurityLevel.HIGH: _l("High: more than a hundred people are allowed in"),
}
