"""The sentences of the first page."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from caseapp.clients.rules import GenderForm
from caseapp.home.queries import NextPerson
from caseapp.home.rules import DayPart
from caseapp.i18n import _, _l, ngettext
from caseapp.web.parts import counted, enumerated

COUNTED: Mapping[DayPart, Callable[[int], str]] = {
    DayPart.MEETINGS: lambda number: ngettext("a meeting", "%(num)s meetings", number),
    DayPart.CALLS: lambda number: ngettext("a call", "%(num)s calls", number),
    DayPart.MESSAGES: lambda number: ngettext("a message to write", "%(num)s messages to write", number),
    DayPart.GROUPS: lambda number: ngettext("a group", "%(num)s groups", number),
}
PART_NAMES = {
    DayPart.MEETINGS: _l("Today's meetings"),
    DayPart.CALLS: _l("Today's calls"),
    DayPart.MESSAGES: _l("Today's messages"),
    DayPart.GROUPS: _l("Today's groups"),
    DayPart.LATER: _l("Later today"),
    DayPart.WAITING: _l("Waiting for you"),
}
HOUR = 60
SOON = 90


def sentence_of(counts: Mapping[DayPart, int], address: Callable[[DayPart], str]) -> Markup:
    """What is still to come today, each number a way to its list: "2 meetings, a call and a group today"."""
    parts = [
        counted(words(counts[part]), counts[part], address(part)) for part, words in COUNTED.items() if counts.get(part)
    ]
    if not parts:
        return Markup.escape(_("Nothing more is planned for today"))
    return Markup.escape(_("%(things)s today")) % {"things": enumerated(parts)}


def soon(minutes: int) -> str:
    """In how many minutes or hours something begins, or that it has begun."""
    if minutes <= 0:
        return str(_("under way"))
    if minutes <= SOON:
        return str(ngettext("in %(num)s minute", "in %(num)s minutes", minutes))
    return str(ngettext("in about %(num)s hour", "in about %(num)s hours", round(minutes / HOUR)))


def discretion_of(person: NextPerson, is_discreet: bool) -> list[Any]:
    """What to mind, so that nobody learns why one calls or meets."""
    words: list[Any] = []
    if person.no_voicemail:
        words.append(_("no voicemail"))
    if person.no_messages:
        words.append(_("no messages"))
    if person.introduction:
        words.append(_("in public: %(words)s", words=person.introduction))
    if is_discreet:
        words.append(_("nobody there needs to know why you meet"))
    return words


def minding(form: GenderForm) -> str:
    """What is said before it, in the person's grammar."""
    if form is GenderForm.FEMININE:
        return str(_("Important to her"))
    if form is GenderForm.MASCULINE:
        return str(_("Important to him"))
    return str(_("Important"))
