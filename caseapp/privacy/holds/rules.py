"""What a legal hold needs: the reason for which a person's records are kept, and why that is over."""

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import check_length

REASON_MAX = 500


def check_reason(reason: str) -> None:
    """`RuleBroken` where no reason is given."""
    if not reason.strip():
        raise RuleBroken(_("Give the reason, in plain words."), "reason")
    check_length(reason, REASON_MAX, "reason")
