"""Entries of the directory for the tests."""

from datetime import time

from caseapp.clock import now, today
from caseapp.directory.models import SupportSource
from caseapp.directory.rules import Light, Noise, SourceDraft, SourceKind, WayIn
from tests.world import keep

STUDIO = SourceDraft(
    name="Open studio",
    kind=SourceKind.GROUP,
    organisation="Community centre",
    about="Eight people paint, and drink tea.",
    for_whom="Adults",
    interests=("painting", "talking"),
    languages=("he", "ar"),
    area="Hadar",
    place="Room 4",
    address="3 Orange Street",
    weekdays=(0, 3),
    starts_at=time(10),
    ends_at=time(12),
    when_words="not in August",
    bus="Line 16, 12 minutes",
    way_in=WayIn.STEP_FREE,
    way_in_words="by the garden",
    noise=Noise.QUIET,
    light=Light.DAYLIGHT,
    cost="free",
    discretion="Nobody asks who sent you",
    contact="Ruth",
    phone="04-8123456",
    email="studio@example.org",
    website="https://example.org/studio",
)
CHOIR = SourceDraft(
    name="Choir", kind=SourceKind.CLUB, interests=("singing",), area="Carmel", weekdays=(1,), starts_at=time(18)
)


def make_source(by, draft=STUDIO, on=None):
    """An entry that this person confirmed, today or on another day."""
    source = SupportSource(confirmed_on=on or today(), confirmed_by_id=by.id, created_at=now())
    source.write(draft)
    return keep(source)
