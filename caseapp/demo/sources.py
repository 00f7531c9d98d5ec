"""What there is around the demo's people: entries of the directory, most of them confirmed lately."""

from collections.abc import Iterable
from datetime import date, time, timedelta

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.directory.companions.models import OwnCards
from caseapp.directory.interests.models import InterestChoice
from caseapp.directory.interests.rules import chosen_from, written_interests
from caseapp.directory.lasting.models import SourceTie
from caseapp.directory.models import SupportSource
from caseapp.directory.rules import Light, Noise, SourceDraft, SourceKind, WayIn
from caseapp.directory.shortlist.models import ShortlistEntry
from caseapp.ties.models import Tie

HEBREW = ("he",)
SOURCES = (
    (
        SourceDraft(
            name="סטודיו פתוח לציור",
            kind=SourceKind.GROUP,
            organisation="מרכז קהילתי נווה שאנן",
            about="קבוצה של שמונה. כל אחד מצייר משהו משלו, ושותים תה באמצע.",
            for_whom="מבוגרים, גם בלי ניסיון",
            interests=("painting", "talking"),
            languages=HEBREW,
            area="נווה שאנן",
            place="מרכז קהילתי נווה שאנן, חדר 4",
            weekdays=(3,),
            starts_at=time(10),
            ends_at=time(12),
            bus="קו 16, 12 דק׳, ועוד 3 דק׳ הליכה",
            way_in=WayIn.STEP_FREE,
            noise=Noise.QUIET,
            light=Light.DAYLIGHT,
            cost="בלי תשלום",
            discretion="לא שואלים מי הפנה",
            contact="רותי",
        ),
        "mentor1",
        40,
    ),
    (
        SourceDraft(
            name="ציור בגן הבוטני",
            kind=SourceKind.CLUB,
            organisation="הגן הבוטני",
            about="5 עד 10 אנשים מציירים בחוץ.",
            interests=("painting", "nature", "gardening"),
            languages=("he", "ru"),
            area="הדר",
            place="הגן הבוטני, ליד הברכה",
            weekdays=(0,),
            starts_at=time(16),
            ends_at=time(17, 30),
            bus="קו 30, 21 דק׳, ועוד 8 דק׳ הליכה",
            way_in=WayIn.PARTLY,
            way_in_words="שביל כבוש, עלייה קלה",
            noise=Noise.QUIET,
            light=Light.DAYLIGHT,
            cost="20 ₪ למפגש",
        ),
        "mentor2",
        12,
    ),
    (
        SourceDraft(
            name="חוג רישום, בית הנוער",
            kind=SourceKind.COURSE,
            about="15 אנשים, קומה שנייה.",
            interests=("painting",),
            languages=HEBREW,
            area="הדר",
            place="בית הנוער",
            weekdays=(1,),
            starts_at=time(17),
            ends_at=time(18, 30),
            bus="קו 16, 18 דק׳",
            way_in=WayIn.STEPS,
            way_in_words="אין מעלית",
            noise=Noise.SOMETIMES,
            cost="35 ₪ למפגש",
        ),
        "mentor1",
        196,
    ),
    (
        SourceDraft(
            name="הולכים יחד בבוקר",
            kind=SourceKind.PEER,
            organisation="עמותת צעד",
            about="הליכה של שעה לאורך הים. מי שצריך, עוצר באמצע ומחכים לו.",
            for_whom="מתמודדים ובני משפחה",
            interests=("walking", "nature", "talking"),
            languages=("he", "ar"),
            area="חוף הכרמל",
            place="הטיילת, ליד בית הקפה",
            weekdays=(2, 5),
            starts_at=time(8),
            ends_at=time(9),
            bus="קו 3, 15 דק׳",
            way_in=WayIn.STEP_FREE,
            light=Light.DAYLIGHT,
            cost="בלי תשלום",
            discretion="רק שמות פרטיים",
        ),
        "mentor1",
        75,
    ),
    (
        SourceDraft(
            name="מטבח השכונה",
            kind=SourceKind.VOLUNTEERING,
            about="מבשלים יחד ומחלקים ארוחות לקשישים.",
            interests=("cooking", "helping"),
            languages=("he", "ru"),
            area="נווה שאנן",
            place="מועדון הגמלאים",
            weekdays=(4,),
            starts_at=time(9),
            ends_at=time(13),
            bus="קו 16, 9 דק׳",
            way_in=WayIn.STEP_FREE,
            noise=Noise.SOMETIMES,
            light=Light.BRIGHT,
            contact="בוריס",
        ),
        "mentor2",
        20,
    ),
    (
        SourceDraft(
            name="מקהלה לכל אחד",
            kind=SourceKind.GROUP,
            about="שרים בעברית ובערבית, בלי מבחן קול.",
            interests=("singing", "music"),
            languages=("he", "ar"),
            area="הדר",
            place="בית הגפן, אולם קטן",
            weekdays=(3,),
            starts_at=time(18),
            ends_at=time(20),
            bus="קו 18, 10 דק׳",
            way_in=WayIn.STEP_FREE,
            noise=Noise.LOUD,
            cost="50 ₪ לחודש",
        ),
        "mentor3",
        150,
    ),
    (
        SourceDraft(
            name="קבוצת ספרים מקוונת",
            kind=SourceKind.ONLINE,
            about="קוראים סיפור קצר ומדברים עליו. אפשר בלי מצלמה.",
            interests=("reading", "talking"),
            languages=HEBREW,
            weekdays=(1,),
            starts_at=time(20),
            ends_at=time(21),
            cost="בלי תשלום",
            discretion="אפשר להיכנס בכינוי",
        ),
        "mentor4",
        30,
    ),
    (
        SourceDraft(
            name="ייעוץ זכויות",
            kind=SourceKind.PROFESSIONAL,
            organisation="שירות הייעוץ לאזרח",
            about="עזרה בטפסים ובמכתבים, בלי לקבוע תור.",
            languages=("he", "ar", "ru"),
            area="הדר",
            place="בית העירייה, קומת כניסה",
            weekdays=(0, 2),
            starts_at=time(9),
            ends_at=time(12),
            bus="קו 18, 8 דק׳",
            way_in=WayIn.STEP_FREE,
            cost="בלי תשלום",
        ),
        "mentor3",
        60,
    ),
)


CHOICES = (
    (("painting", "coffee"), ("nature",)),
    (("walking", "music"), ("singing", "swimming")),
    (("cooking",), ("helping", "talking")),
    (("reading", "animals"), ("painting",)),
)


def add_interests(day: date, clients: Iterable[Client], by: User) -> None:
    """Let the first of these clients have chosen from the cards."""
    for client, (enjoys, tries) in zip(clients, CHOICES, strict=False):
        choice = InterestChoice(id=uuid7(), client_id=client.id, changed_on=day - timedelta(days=9))
        choice.changed_by_id = by.id
        choice.chosen = written_interests(chosen_from(enjoys, tries))
        db.session.add(choice)


OWN_CARDS = {
    "mentor1": (("walking", "painting"), ("nature",)),
    "mentor2": (("cooking", "music"), ("painting",)),
    "mentor3": (("coffee", "swimming"), ()),
}


def add_own_cards(day: date, people: dict[str, User]) -> None:
    """Let some mentors have chosen from the cards themselves."""
    for username, (enjoys, tries) in OWN_CARDS.items():
        row = OwnCards(id=uuid7(), user_id=people[username].id, changed_on=day - timedelta(days=20))
        row.chosen = written_interests(chosen_from(enjoys, tries))
        db.session.add(row)


def add_shortlist(client: Client, by: User) -> None:
    """Let two places stand on this client's list."""
    for name in (SOURCES[0][0].name, SOURCES[3][0].name):
        source_id = db.session.scalars(sa.select(SupportSource.id).where(SupportSource.name == name)).one()
        db.session.add(ShortlistEntry(client_id=client.id, source_id=source_id, added_at=now(), added_by_id=by.id))


TIES_FROM = {"מקהלה במתנ״ס": "מקהלה לכל אחד", "קבוצת הליכה בפארק": "הולכים יחד בבוקר"}


def link_ties() -> None:
    """Let ties of demo clients have come out of entries of the directory."""
    sources = {row.name: row.id for row in db.session.execute(sa.select(SupportSource.name, SupportSource.id))}
    for tie in db.session.scalars(sa.select(Tie).where(for_maintenance())).all():
        if tie.name in TIES_FROM:
            of = {"tie_id": tie.id, "client_id": tie.client_id}
            db.session.add(SourceTie(id=uuid7(), source_id=sources[TIES_FROM[tie.name]], **of))


def add_sources(day: date, people: dict[str, User]) -> None:
    """Add the entries, each confirmed by one of these people some days ago."""
    for draft, username, ago in SOURCES:
        by_id = people[username].id
        row = SupportSource(confirmed_on=day - timedelta(days=ago), confirmed_by_id=by_id, created_at=now())
        row.write(draft)
        db.session.add(row)
