"""Check-ins in words."""

from caseapp.followups.rules import EMERGENCY_NUMBERS
from caseapp.i18n import _, in_language


def prepare_link_message(language: str, mentor: str, address: str) -> str:
    """The message that brings a link, in that language: it names nobody but the mentor."""
    with in_language(language):
        return _(
            "How was your week? Four short questions, each of them can be skipped. %(mentor)s %(address)s",
            mentor=mentor,
            address=address,
        )


def numbers_words(chosen: str) -> list[tuple[str, str]]:
    """What is named on the page, where nobody watches for emergencies, and the number that a tap dials; what the
    organisation wrote instead may be several."""
    return [(chosen, "")] if chosen else [(f"{name}: {number}", number) for number, name in EMERGENCY_NUMBERS.items()]
