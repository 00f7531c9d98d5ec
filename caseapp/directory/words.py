"""What an entry says, in sentences: for a page and for paper."""

from collections.abc import Iterable
from typing import NamedTuple

from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.directory.rules import LIGHT_NAMES, NOISE_NAMES, SOURCE_KIND_NAMES, WAY_IN_NAMES, SourceDraft
from caseapp.groups.rules import WEEKDAY_NAMES
from caseapp.i18n import _, apart


class SourceFact(NamedTuple):
    """One thing about an entry: the name of its picture, what it is about, and the words."""

    picture: str
    label: str
    words: str


def under_name(draft: SourceDraft) -> str:
    """What it is, and who runs it."""
    return _joined([str(SOURCE_KIND_NAMES[draft.kind]), apart(draft.organisation)])


def interest_words(codes: Iterable[str]) -> str:
    """These interests in the order of the cards."""
    chosen = set(codes)
    return _joined(str(name) for code, name in INTEREST_NAMES.items() if code in chosen)


def facts_about(draft: SourceDraft) -> list[SourceFact]:
    """What somebody has to know who wants to go there; nothing that is not known."""
    facts = (
        SourceFact("clock", _("When"), when_words(draft)),
        SourceFact("map-pin", _("Where"), _joined(map(apart, (draft.place, draft.address, draft.area)))),
        SourceFact("bus", _("By bus"), apart(draft.bus)),
        SourceFact("way_in", _("With a wheelchair"), _way_in_words(draft)),
        SourceFact("noise", _("Noise and light"), _noise_words(draft)),
        SourceFact("shield", _("Discretion"), apart(draft.discretion)),
        SourceFact("cost", _("What it costs"), apart(draft.cost)),
        SourceFact("languages", _("Languages spoken there"), _language_words(draft)),
    )
    return [fact for fact in facts if fact.words]


def contact_words(draft: SourceDraft) -> str:
    """Whom to ask, and how to reach them."""
    return _joined(map(apart, (draft.contact, draft.phone, draft.email, draft.website)))


def when_words(draft: SourceDraft) -> str:
    """On which days, at which hours, and what else is said about it."""
    return _joined([day_words(draft), apart(draft.when_words)])


def day_words(draft: SourceDraft) -> str:
    """On which days, at which hours."""
    days = _joined(str(WEEKDAY_NAMES[day]) for day in draft.weekdays)
    hours = f"{draft.starts_at:%H:%M}" if draft.starts_at else ""
    hours += f"–{draft.ends_at:%H:%M}" if draft.starts_at and draft.ends_at else ""
    return _joined([days, hours])


def _way_in_words(draft: SourceDraft) -> str:
    return _joined([str(WAY_IN_NAMES[draft.way_in]) if draft.way_in else "", apart(draft.way_in_words)])


def _noise_words(draft: SourceDraft) -> str:
    noise = str(NOISE_NAMES[draft.noise]) if draft.noise else ""
    return _joined([noise, str(LIGHT_NAMES[draft.light]) if draft.light else ""])


def _language_words(draft: SourceDraft) -> str:
    return _joined(str(LANGUAGE_NAMES[code]) for code in draft.languages)


def _joined(parts: Iterable[str]) -> str:
    return str(_(", ")).join(part for part in parts if part)
