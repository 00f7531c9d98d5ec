"""The reasons of the board in words."""

from typing import Any

from caseapp.followups.rules import SAFETY_NAMES
from caseapp.i18n import _, _l, ngettext
from caseapp.supervision.board.facts_rules import LEVELS
from caseapp.supervision.board.order_rules import AttentionReason, Reason, Urgency

URGENCY_NAMES: dict[Urgency, Any] = {
    Urgency.TODAY: _l("Today"),
    Urgency.WEEK: _l("This week"),
    Urgency.CALM: _l("On track"),
    Urgency.SNOOZED: _l("Snoozed"),
}
URGENCY_TITLES: dict[Urgency, Any] = {
    Urgency.TODAY: _l("Needs you today"),
    Urgency.WEEK: _l("Worth a look this week"),
    Urgency.CALM: _l("Nothing open"),
    Urgency.SNOOZED: _l("Put off until a date"),
}
REASON_NAMES: dict[Reason, Any] = {
    Reason.CONCERN: _l("Open concern"),
    Reason.NOBODY: _l("Nobody accompanies"),
    Reason.ACCOUNT: _l("Mentor's account closed"),
    Reason.APPROVAL: _l("Approval ends"),
    Reason.NOT_MET: _l("Overdue for a meeting"),
    Reason.ABSENCES: _l("Absences"),
    Reason.NOT_BEGUN: _l("Approved, not begun"),
    Reason.FADING: _l("Begun and fading"),
    Reason.CHECK_IN: _l("Answer not seen"),
    Reason.STUCK: _l("Nothing moves"),
    Reason.PULSE: _l("The pulse is low or falls"),
    Reason.LOST: _l("A tie was lost"),
    Reason.ASKED: _l("Did the step help?"),
    Reason.TIE: _l("A tie fades"),
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


def _nobody(_reason: AttentionReason) -> str:
    return str(_("Nobody accompanies this client"))


def _account(reason: AttentionReason) -> str:
    return str(ngettext("The mentor's account is closed", "The accounts of %(num)d mentors are closed", reason.number))


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


def _not_begun(reason: AttentionReason) -> str:
    return str(
        ngettext("Approved for %(num)d day and not begun", "Approved for %(num)d days and not begun", reason.number)
    )


def _fading(reason: AttentionReason) -> str:
    if reason.number == 0:
        return str(_("Fading: no contact in the last four weeks"))
    return str(
        ngettext(
            "Fading: %(num)d contact in the last four weeks, far fewer than before",
            "Fading: %(num)d contacts in the last four weeks, far fewer than before",
            reason.number,
        )
    )


def _stuck(reason: AttentionReason) -> str:
    return str(ngettext("Nothing has moved for %(num)d day", "Nothing has moved for %(num)d days", reason.number))


def _pulse(reason: AttentionReason) -> str:
    if reason.number == 0:
        return str(_("The pulse of belonging was low or fell today"))
    return str(
        ngettext(
            "The pulse of belonging was low or fell %(num)d day ago",
            "The pulse of belonging was low or fell %(num)d days ago",
            reason.number,
        )
    )


def _check_in(reason: AttentionReason) -> str:
    return str(
        ngettext(
            "An answer between meetings that nobody has seen for %(num)d working day",
            "An answer between meetings that nobody has seen for %(num)d working days",
            reason.number,
        )
    )


def _lost(reason: AttentionReason) -> str:
    return str(ngettext("A tie was lost %(num)d day ago", "A tie was lost %(num)d days ago", reason.number))


def _asked(_reason: AttentionReason) -> str:
    return str(_("A step was chosen: did it help?"))


def _tie(reason: AttentionReason) -> str:
    if reason.number == 0:
        return str(_("A tie fades since today"))
    return str(ngettext("A tie fades for %(num)d day", "A tie fades for %(num)d days", reason.number))


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
    Reason.NOBODY: _nobody,
    Reason.ACCOUNT: _account,
    Reason.APPROVAL: _approval,
    Reason.NOT_MET: _not_met,
    Reason.ABSENCES: _absences,
    Reason.NOT_BEGUN: _not_begun,
    Reason.FADING: _fading,
    Reason.CHECK_IN: _check_in,
    Reason.STUCK: _stuck,
    Reason.PULSE: _pulse,
    Reason.LOST: _lost,
    Reason.ASKED: _asked,
    Reason.TIE: _tie,
    Reason.NOTES: _notes,
    Reason.GOALS: _goals,
    Reason.REVIEW: _review,
}
