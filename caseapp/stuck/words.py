"""What is stuck, and what helped, in sentences."""

from caseapp.clients.rules import FEWEST_TOLD
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.stuck.rules import HelpCount, Stuck


def reason_of(found: Stuck | None, name: str) -> str:
    """Why a client counts as stuck."""
    if found is None:
        return str(_("By the rules nothing is stuck with %(name)s. You can still stop and choose.", name=name))
    reasons = []
    if found.still_days is not None:
        reasons.append(
            ngettext(
                "Nothing has moved in %(name)s's goals for %(num)d day.",
                "Nothing has moved in %(name)s's goals for %(num)d days.",
                found.still_days,
                name=name,
            )
        )
    if found.is_fading:
        reasons.append(_("The meetings with %(name)s have become rare.", name=name))
    if found.lost_days is not None:
        reasons.append(
            ngettext(
                "A tie of %(name)s's was lost %(num)d day ago.",
                "A tie of %(name)s's was lost %(num)d days ago.",
                found.lost_days,
                name=name,
            )
        )
    if found.pulse_is_low:
        reasons.append(_("%(name)s's pulse of belonging is low or has fallen.", name=name))
    return " ".join(map(str, reasons))


def rule_of(found: Stuck | None, low_at: int | None = None) -> str:
    """The rule by which the page opens, or all that apply; `low_at`: what counted as low on the day of the last pulse,
    where that is kept."""
    rules = []
    if found is None or found.still_days is not None:
        rules.append(
            ngettext(
                "The page opens after %(num)d day without a change in a goal.",
                "The page opens after %(num)d days without a change in a goal.",
                threshold(Threshold.STUCK_DAYS),
            )
        )
    if found and found.is_fading:
        rules.append(
            _(
                "The page opens when there were less than %(percent)s percent of the meetings of the eight weeks "
                "before, and fewer than agreed.",
                percent=threshold(Threshold.FADING_PERCENT),
            )
        )
    if found and found.lost_days is not None:
        rules.append(
            ngettext(
                "The page opens when a tie fades or has ended, and for %(num)d day no visit was planned and nothing "
                "new begun.",
                "The page opens when a tie fades or has ended, and for %(num)d days no visit was planned and nothing "
                "new begun.",
                threshold(Threshold.TIE_LOST_DAYS),
            )
        )
    if found and found.pulse_is_low:
        rules.append(_rule_of_pulse(low_at))
    return " ".join(map(str, rules))


def _rule_of_pulse(low_at: int | None) -> str:
    if low_at is None:
        return _(
            "The page opens when the last pulse of belonging was low by the setting of its day (now %(low)s of 10 "
            "or lower), or at least two points under the mean of up to four before it which were answered in the "
            "same way.",
            low=threshold(Threshold.PULSE_LOW),
        )
    return _(
        "The page opens when the last pulse of belonging was low (%(low)s of 10 or lower, by the setting of its day), "
        "or at least two points under the mean of up to four before it which were answered in the same way.",
        low=low_at,
    )


def help_words(count: HelpCount) -> str:
    """In how many of how many times an act helped."""
    if count.answered is None:
        return str(_("Fewer than %(least)s answers, so not shown", least=FEWEST_TOLD))
    return str(
        ngettext(
            "Helped in %(helped)s of %(num)d time",
            "Helped in %(helped)s of %(num)d times",
            count.answered,
            helped=count.helped,
        )
    )
