"""The invented staff of the demo; they exist only where the demo was asked for."""

from dataclasses import dataclass

from caseapp.access import Role
from caseapp.accounts.rules import AddressForm

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
