"""The reasons of the board in words."""

from typing import Any

from caseapp.followups.rules import SAFETY_NAMES
from caseapp.i18n import _, _l, ngettext
from caseapp.supervision.board.rules import LEVELS, AttentionReason, Reason

REASON_NAMES: dict[Reason, Any] = {
    Reason.CONCERN: _l("Open concern"),
    Reason.APPROVAL: _l("Approval ends"),
    Reason.NOT_MET: _l("Overdue for a meeting"),
    Reason.ABSENCES: _l("Absences"),
    Reason.NOTES: _l("Notes missing"),
    Reason.GOALS: _l("Goals not worked on"),
    Reason.REVIEW: _l("Review due"),
}


def sentence(reason: AttentionReason) -> str:
    """A reason as the board shows it."""
    return str(SENTENCES[reason.reason](reason))


def _concern(reason: AttentionReason) -> str:
    level = str(SAFETY_NAMES[LEVELS[reason.of]])
    since = _since(reason.number)
    if reason.is_unseen:
        return str(_("Open concern %(since)s, not seen yet: %(level)s", since=since, level=level))
    return str(_("Open concern %(since)s: %(level)s", since=since, level=level))


def _since(days: int) -> str:
    if days == 0:
        return str(_("since today"))
    return str(ngettext("for %(num)d day", "for %(num)d days", days))


def _approval(reason: AttentionReason) -> str:
    days = reason.number
    if days < 0:
        return str(ngettext("Approval ended %(num)d day ago", "Approval ended %(num)d days ago", -days))
    if days == 0:
        return str(_("Approval ends today"))
    return str(ngettext("Approval ends in %(num)d day", "Approval ends in %(num)d days", days))


def _not_met(reason: AttentionReason) -> str:
    days, of = reason.number, reason.of
    if reason.never:
        return str(
            ngettext(
                "Not met yet, %(num)d day after the start; expected every %(of)s",
                "Not met yet, %(num)d days after the start; expected every %(of)s",
                days,
                of=of,
            )
        )
    return str(
        ngettext(
            "%(num)d day without a meeting; expected every %(of)s",
            "%(num)d days without a meeting; expected every %(of)s",
            days,
            of=of,
        )
    )


def _absences(reason: AttentionReason) -> str:
    if reason.in_group:
        return str(
            ngettext(
                "Missed the group %(num)d time in a row",
                "Missed the group %(num)d times in a row",
                reason.number,
            )
        )
    return str(ngettext("Did not come %(num)d time in a row", "Did not come %(num)d times in a row", reason.number))


def _notes(reason: AttentionReason) -> str:
    return str(ngettext("%(num)d note missing", "%(num)d notes missing", reason.number))


def _goals(reason: AttentionReason) -> str:
    return str(
        ngettext(
            "A goal with no note or rating for %(num)d day",
            "A goal with no note or rating for %(num)d days",
            reason.number,
        )
    )


def _review(reason: AttentionReason) -> str:
    if reason.number == 0:
        return str(_("A goal review is due today"))
    return str(
        ngettext(
            "A goal review was due %(num)d day ago",
            "A goal review was due %(num)d days ago",
            reason.number,
        )
    )


SENTENCES = {
    Reason.CONCERN: _concern,
    Reason.APPROVAL: _approval,
    Reason.NOT_MET: _not_met,
    Reason.ABSENCES: _absences,
    Reason.NOTES: _notes,
    Reason.GOALS: _goals,
    Reason.REVIEW: _review,
}
