"""What the administrator's forms say about a person."""

from dataclasses import dataclass
from uuid import UUID

from caseapp.access.roles import Role
from caseapp.accounts.rules import AddressForm


@dataclass(frozen=True)
class NewPerson:
    """Somebody who comes to work here."""

    username: str
    name: str
    role: Role
    team_id: UUID | None
    language: str = "he"
    address_form: AddressForm = AddressForm.NEUTRAL


@dataclass(frozen=True)
class PersonDraft:
    """What the administrator can change about a person."""

    name: str
    role: Role
    team_id: UUID | None
