"""Who may see whom, and the SELECTs about clients and their mentors. Here, and for groups in
groups/queries.py, statements are narrowed to what the viewer may see."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from caseapp.access import BESIDE, BY_LINK, EMERGENCY, Capability, Role, Viewer, may
from caseapp.accounts.deputies.rules import overlaps
from caseapp.accounts.models import User
from caseapp.accounts.rules import AddressForm
from caseapp.clients.disambiguation_queries import mentor_form
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Assignment, Client
from caseapp.clients.rules import ClientStatus, search_words
from caseapp.clock import TODAY
from caseapp.db import Base, db
from caseapp.db.prepared import NARROWED, Rows, kept_alias, narrowed_to, prepared
from caseapp.errors import NotVisible
from caseapp.i18n import speak_of

PAGE = 50
ClientId = sa.ColumnElement[UUID] | InstrumentedAttribute[UUID]
Visibility = Callable[[Viewer, ClientId], sa.ColumnElement[bool]]

COVERED = kept_alias(User)


def sees(viewer: Viewer, client_id: ClientId, on: date | None = None) -> sa.ColumnElement[bool]:
    """The condition that `client_id` (a column) is one of the viewer's clients on that day (today).

    A mentor sees clients while an assignment lasts; whoever is in charge of a team (its supervisor, or a deputy) sees
    that team's clients; an administrator, a privacy officer and any unknown role see nobody. While a client holds the
    screen, on the page of a file that was opened in an emergency, and by a link, nobody else is seen.
    """
    if not may(viewer, Capability.SEE_CLIENTS):
        return _nobody()
    if viewer.role in (BESIDE, EMERGENCY, BY_LINK):
        return client_id == narrowed_to(viewer, "client")
    if viewer.role != Role.MENTOR:
        return in_charge(viewer, client_id)
    own = client_id.in_(
        sa.select(Assignment.client_id).where(
            Assignment.mentor_id == narrowed_to(viewer, "mentor"),
            Assignment.lasts_on(TODAY if on is None else on),
        )
    )
    return sa.or_(own, in_charge(viewer, client_id)) if viewer.team_ids_in_charge else own


def in_charge(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer is in charge of the client's team today.

    Whatever is reserved for supervisors asks this: a mentor who is a deputy elsewhere stays a mentor for their own
    clients.
    """
    return client_id.in_(sa.select(Client.id).where(Client.team_id.in_(narrowed_to(viewer, "teams"))))


def registered(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer may assign mentors to this client: an administrator to all, others in their teams.

    It gives access to name, status and mentors only: never select more under it.
    """
    if not may(viewer, Capability.ASSIGN_MENTORS):
        return _nobody()
    if viewer.role == Role.ADMINISTRATOR:
        return sa.bindparam(f"{NARROWED}to_register", True, type_=sa.Boolean) == sa.true()
    return in_charge(viewer, client_id)


def answered_for(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer answers for what is stored about this client: the privacy officer for everybody,
    others for the clients of whose team they are in charge.

    It gives access to names, requests, what is erased and who read what: never select more under it.
    """
    if viewer.role == Role.PRIVACY_OFFICER:
        return sa.bindparam(f"{NARROWED}to_answer_for", True, type_=sa.Boolean) == sa.true()
    return in_charge(viewer, client_id)


def erasable(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer has to do with erasing this client: whoever confirms erasures with all, whoever is
    in charge with the own team's.

    It gives access to the name, and to how many records there are: never select more under it.
    """
    if may(viewer, Capability.CONFIRM_ERASURES):
        return sa.bindparam(f"{NARROWED}to_erase", True, type_=sa.Boolean) == sa.true()
    return in_charge(viewer, client_id)


def opened_by(viewer: Viewer, person_id: InstrumentedAttribute[UUID]) -> sa.ColumnElement[bool]:
    """The condition that the viewer is the person who opened a file in an emergency. It finds that act and no client:
    what is read by it is asked for as `EmergencyViewer`."""
    return person_id == narrowed_to(viewer, "mentor")


def held_by(secret_hash: bytes, column: InstrumentedAttribute[bytes]) -> sa.ColumnElement[bool]:
    """The condition that a row is the one whose secret somebody without an account holds, of which only the hash is
    stored. It finds that row; what becomes of it is done as `LinkViewer`."""
    return column == sa.bindparam(f"{NARROWED}to_secret", secret_hash, type_=sa.LargeBinary)


def about_visible_clients(viewer: Viewer, entity: type[Base], *columns: Any) -> sa.Select[Any]:
    """A selection of rows (or columns) of a table about clients, narrowed to the viewer's clients."""
    client_id: InstrumentedAttribute[UUID] = getattr(entity, "id" if entity is Client else "client_id")
    return sa.select(*(columns or (entity,))).select_from(entity).where(sees(viewer, client_id))


def for_maintenance() -> sa.ColumnElement[bool]:
    """A condition that is always true and declares that a statement concerns all clients: key rotation, imports,
    backups. What it finds is never shown to anybody who does not see the client."""
    return sa.bindparam(f"{NARROWED}for_maintenance", True, type_=sa.Boolean) == sa.true()


def find_client(viewer: Viewer, client_id: UUID, seen: Visibility = sees) -> Client:
    """The client, or `NotVisible`. `seen` is the visibility that is asked for. Texts then speak of the client."""
    found = db.session.execute(*_client(viewer, client_id, seen)).first()
    if found is None:
        raise NotVisible
    client: Client = found[0]
    speak_of(client.gender_form.value, found.mentor_form)
    return client


def ensure_visible(viewer: Viewer, client_id: UUID, seen: Visibility = sees) -> None:
    """`NotVisible` unless the client is the viewer's: the first line of an action that got its row from elsewhere."""
    if db.session.scalar(*_client_id(viewer, client_id, seen)) is None:
        raise NotVisible


def hold_client(viewer: Viewer, client_id: UUID) -> None:
    """Lock the row of the viewer's client until the end of the transaction: two may do the same thing at once."""
    db.session.execute(sa.select(Client.id).where(Client.id == client_id, sees(viewer, Client.id)).with_for_update())


@prepared
def _client(viewer: Viewer, client_id: UUID, seen: Visibility) -> Rows:
    return sa.select(Client, mentor_form().label("mentor_form")).where(Client.id == client_id, seen(viewer, Client.id))


@prepared
def _client_id(viewer: Viewer, client_id: UUID, seen: Visibility) -> Rows:
    return sa.select(Client.id).where(Client.id == client_id, seen(viewer, Client.id))


def is_in_charge(viewer: Viewer, client_id: UUID) -> bool:
    """Whether the viewer, who sees the client, is in charge of the client's team; supervisors see no other clients."""
    if viewer.role != Role.MENTOR or not viewer.team_ids_in_charge:
        return bool(viewer.team_ids_in_charge)
    found = sa.select(Client.id).where(Client.id == client_id, in_charge(viewer, Client.id))
    return db.session.scalar(found) is not None


def is_own_or_in_charge(viewer: Viewer, author_id: UUID | None, client_id: UUID) -> bool:
    """Whether a record about a client is the viewer's own, or the viewer is in charge of the client."""
    return viewer.id == author_id or is_in_charge(viewer, client_id)


class FoundClient(NamedTuple):
    """A client who was searched for; `apart` tells people of the same name apart."""

    id: UUID
    name: str
    called: str
    status: ClientStatus
    apart: str


def search_people(viewer: Viewer, words: str, limit: int = PAGE) -> list[FoundClient]:
    """The viewer's clients whose names contain all these words: first those spelled so, then those that sound so."""
    sought = search_words(words)
    if not sought:
        return []
    is_written = sa.and_(*(Client.is_written(word) for word in sought))
    found = (
        about_visible_clients(viewer, Client, Client.id, Client.name, Client.called, Client.status, Client.birth_on)
        .where(Client.is_named(words))
        .order_by(sa.case((is_written, 0), else_=1), Client.search_name, Client.id)
        .limit(limit)
    )
    rows = db.session.execute(found).all()
    apart = disambiguate(ListedPerson(row.id, row.name, row.birth_on) for row in rows)
    return [FoundClient(row.id, row.name, row.called, row.status, apart.get(row.id, "")) for row in rows]


def mentors_of(viewer: Viewer, client_ids: Sequence[UUID], seen: Visibility = sees) -> dict[UUID, list[str]]:
    """The names of these clients' present mentors. `seen` is the visibility under which they are shown."""
    names: dict[UUID, list[str]] = {client_id: [] for client_id in client_ids}
    for client_id, name in db.session.execute(*_mentors(viewer, list(client_ids), seen)):
        names[client_id].append(name)
    return names


@prepared
def _mentors(viewer: Viewer, client_ids: list[UUID], seen: Visibility) -> Rows:
    return (
        sa.select(Assignment.client_id, User.name)
        .join(User, User.id == Assignment.mentor_id)
        .where(Assignment.client_id.in_(client_ids), Assignment.lasts_on(TODAY), seen(viewer, Assignment.client_id))
        .order_by(Assignment.starts_on, User.name)
    )


def after_client(viewer: Viewer, cursor: UUID | None, seen: Visibility = sees) -> sa.ColumnElement[bool]:
    """The condition that a client comes after that one by name; addresses contain its id, and no name."""
    if cursor is None:
        return sa.true()
    last = sa.select(Client.search_name).where(Client.id == cursor, seen(viewer, Client.id)).correlate(None)
    name = last.scalar_subquery()
    return sa.or_(Client.search_name > name, sa.and_(Client.search_name == name, Client.id > cursor))


class NationalIdOwner(NamedTuple):
    """The client who has a national id; the name only if the viewer sees the client."""

    id: UUID
    name: str | None


def find_client_by_national_id(viewer: Viewer, national_id_hash: bytes) -> NationalIdOwner | None:
    """The client with the national id of that keyed hash, to refuse a second file for one person."""
    found = sa.select(Client.id).where(Client.national_id_hash == national_id_hash, for_maintenance())
    client_id = db.session.scalar(found)
    if client_id is None:
        return None
    name = db.session.scalar(about_visible_clients(viewer, Client, Client.name).where(Client.id == client_id))
    return NationalIdOwner(client_id, name)


class AssignmentPeriod(NamedTuple):
    """The period in which a mentor accompanies a client."""

    id: UUID
    mentor_id: UUID
    mentor_name: str
    starts_on: date
    ends_on: date | None
    covered_id: UUID | None = None
    covered_name: str | None = None
    mentor_form: AddressForm = AddressForm.NEUTRAL

    @property
    def is_empty(self) -> bool:
        """Whether it was made by mistake and withdrawn."""
        return self.ends_on is not None and self.ends_on < self.starts_on

    def is_present(self, day: date) -> bool:
        """Whether it lasts on that day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def can_be_handed_over(self, day: date) -> bool:
        """Whether somebody else can take over on that day or later; a cover ends by itself."""
        return not (self.is_empty or self.covered_id) and (self.ends_on is None or self.ends_on >= day)


def list_assignments(viewer: Viewer, client_id: UUID, seen: Visibility = sees) -> list[AssignmentPeriod]:
    """All assignments of the client, past, present and coming, the latest first."""
    return [AssignmentPeriod(**row._mapping) for row in db.session.execute(*_assignments(viewer, client_id, seen))]


@prepared
def _assignments(viewer: Viewer, client_id: UUID, seen: Visibility) -> Rows:
    return (
        sa.select(
            Assignment.id,
            Assignment.mentor_id,
            User.name.label("mentor_name"),
            User.address_form.label("mentor_form"),
            Assignment.starts_on,
            Assignment.ends_on,
            Assignment.covered_id,
            COVERED.name.label("covered_name"),
        )
        .join(User, User.id == Assignment.mentor_id)
        .outerjoin(COVERED, COVERED.id == Assignment.covered_id)
        .where(Assignment.client_id == client_id, seen(viewer, Assignment.client_id))
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
    )


def list_mentors_of_period(viewer: Viewer, client_id: UUID, starts_on: date, ends_on: date) -> list[AssignmentPeriod]:
    """Everybody who was the client's mentor on at least one of these days, in the order in which they began."""
    earliest_first = reversed(list_assignments(viewer, client_id))
    return [each for each in earliest_first if overlaps(starts_on, ends_on, each.starts_on, each.ends_on)]


def _nobody() -> sa.ColumnElement[bool]:
    return sa.bindparam(f"{NARROWED}to_nobody", False, type_=sa.Boolean) == sa.true()
