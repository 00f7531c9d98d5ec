"""The invented staff of the demo and their papers; they exist only where the demo was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.accounts.rules import AddressForm
from caseapp.clock import now
from caseapp.fitness.models import FitnessPaper
from caseapp.fitness.rules import KINDS

PASSWORD = "demo-lemon-tram-47-harbour"  # nosec B105  # noqa: S105 - printed on purpose, and refused in production
NORTH, CENTRE = "צוות צפון", "צוות מרכז"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who signs in to the demo."""

    username: str
    name: str
    role: Role
    team: str | None
    language: str
    address_form: AddressForm


PEOPLE = (
    DemoPerson("admin", "אורלי שפיר", Role.ADMINISTRATOR, None, "he", AddressForm.FEMININE),
    DemoPerson("officer", "תמר ורדי", Role.PRIVACY_OFFICER, None, "he", AddressForm.FEMININE),
    DemoPerson("supervisor1", "מירב אלון", Role.SUPERVISOR, NORTH, "he", AddressForm.FEMININE),
    DemoPerson("supervisor2", "דניאל ברגר", Role.SUPERVISOR, CENTRE, "en", AddressForm.MASCULINE),
    DemoPerson("mentor1", "נועה רביב", Role.MENTOR, NORTH, "he", AddressForm.FEMININE),
    DemoPerson("mentor2", "יואב צדוק", Role.MENTOR, NORTH, "he", AddressForm.MASCULINE),
    DemoPerson("mentor3", "רנא חלבי", Role.MENTOR, CENTRE, "he", AddressForm.FEMININE),
    DemoPerson("mentor4", "אלכס סטולר", Role.MENTOR, CENTRE, "en", AddressForm.MASCULINE),
)

# The days that a paper still holds, or `None` for one without a last day; who is not named has everything in order.
LEFT = {
    ("mentor2", "certificate_2001"): 35,
    ("mentor3", "training"): -20,
}
MISSING = {("mentor4", "certificate_violence"), ("mentor4", "secrecy")}
EXEMPT = {("mentor1", "certificate_2001"): "בייעוץ המשפטי נאמר שהיא פטורה"}


def papers_of_mentors(day: date, people: dict[str, User]) -> Iterator[FitnessPaper]:
    """What the administrator has seen of each mentor: most of it in order, something that ends soon or is missing."""
    for person in (person for person in PEOPLE if person.role is Role.MENTOR):
        for kind in KINDS:
            name = (person.username, kind)
            if name in MISSING:
                continue
            paper = FitnessPaper(person_id=people[person.username].id, kind=kind, is_exempt=name in EXEMPT)
            paper.given_on, paper.reason = day - timedelta(days=330), EXEMPT.get(name, "")
            paper.expires_on = day + timedelta(days=LEFT[name]) if name in LEFT else None
            paper.seen_by_id, paper.seen_at = people["admin"].id, now() - timedelta(days=320)
            yield paper
