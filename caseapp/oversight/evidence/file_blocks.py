"""The file for an inspector, in the current language: what is late first, then each part of it."""

from datetime import datetime, time

from caseapp.charts.shapes import Direction
from caseapp.clock import local, zone
from caseapp.documents.blocks import (
    Block,
    BulletList,
    Document,
    Facts,
    Heading,
    Note,
    RunningFooter,
    RunningHeader,
    paragraph,
)
from caseapp.i18n import _, direction, language
from caseapp.oversight.evidence.house_blocks import (
    drill_blocks,
    duty_blocks,
    incident_blocks,
    people_blocks,
    review_blocks,
    trail_blocks,
)
from caseapp.oversight.evidence.page import Evidence
from caseapp.oversight.evidence.record_blocks import record_blocks
from caseapp.oversight.evidence.rules import LEVEL_NAMES
from caseapp.web.filters import day


def evidence_document(found: Evidence) -> Document:
    """The whole file. It says nothing of the instant at which it was made, so that the same day gives the same file."""
    house = found.house
    contact = " • ".join(words for words in (house.address, house.phone) if words)
    return Document(
        title=_("How records are looked after"),
        subtitle=house.name,
        author_line=_("As it stands on %(day)s", day=day(found.day)),
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(house.name, contact=contact, kind=_("Evidence for an inspector")),
        footer=RunningFooter(_("Page {page} of {pages}"), (_("Confidential: for the addressee only"),)),
        made_at=datetime.combine(found.day, time(0), tzinfo=zone()),
        blocks=_blocks(found),
    )


def _blocks(found: Evidence) -> tuple[Block, ...]:
    return (
        *_head(found),
        *duty_blocks(found),
        *people_blocks(found),
        *trail_blocks(found),
        *drill_blocks(found),
        *review_blocks(found),
        *incident_blocks(found),
        *record_blocks(found),
    )


def _head(found: Evidence) -> tuple[Block, ...]:
    officers = _(", ").join(found.officers) or _("Nobody was named")
    begins = day(local(found.trail_begins_at).date()) if found.trail_begins_at else _("Never recorded")
    facts = (
        (_("Organisation"), found.house.name),
        (_("Privacy officer"), officers),
        (_("Whom people ask about their records"), found.house.privacy_contact or _("Nobody was named")),
        (_("People who are allowed in"), str(len(found.people))),
        (_("Level of security"), str(LEVEL_NAMES[found.level])),
        (_("The audit trail begins"), begins),
    )
    late = [_("%(what)s: %(state)s", what=line.name, state=line.state_name) for line in found.red]
    late += [
        _("An incident found on %(day)s: somebody was not told in time", day=day(local(row.known.found_at).date()))
        for row in found.late_incidents
    ]
    told = BulletList(tuple(late)) if late else paragraph(_("Nothing is late on this day."))
    made = _(
        "The program made this file from what is stored. What people recorded here is as right as they wrote it; no "
        "outsider has checked it. The program puts no client's name into it."
    )
    return (Facts(facts), Heading(1, _("What is late")), told, Note(made))
