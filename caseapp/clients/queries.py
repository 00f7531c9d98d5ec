"""Who may see whom, and every SELECT about clients' files. The only place that narrows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from caseapp.access import Capability, Role, Viewer, may
from caseapp.accounts.models import User
from caseapp.clients.disambiguation_words import Named, told_apart
from caseapp.clients.models import Assignment, Client
from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.rules import (
    GENDER_FORM_NAMES,
    LANGUAGE_NAMES,
    ClientStatus,
    GenderForm,
    age_on,
    mask_national_id,
    search_words,
)
from caseapp.clock import today
from caseapp.db import Base, db
from caseapp.db.query_guards import NARROWED
from caseapp.errors import NotVisible

PAGE = 50
ClientId = sa.ColumnElement[UUID] | InstrumentedAttribute[UUID]
Visibility = Callable[[Viewer, ClientId], sa.ColumnElement[bool]]


def sees(viewer: Viewer, client_id: ClientId, on: date | None = None) -> sa.ColumnElement[bool]:
    """The condition that `client_id` (a column) is one of the viewer's clients on that day (today).

    A mentor sees the own clients while the assignment lasts, who answers for a team (its supervisor, a deputy) that
    team's; the administrator and any unknown role see nobody.
    """
    if not may(viewer, Capability.SEE_CLIENTS):
        return _nobody()
    if viewer.role != Role.MENTOR:
        return in_charge(viewer, client_id)
    own = client_id.in_(
        sa.select(Assignment.client_id).where(
            Assignment.mentor_id == sa.bindparam(f"{NARROWED}to_mentor", viewer.id, type_=sa.Uuid),
            Assignment.lasts_on(on or today()),
        )
    )
    return sa.or_(own, in_charge(viewer, client_id)) if viewer.team_ids_in_charge else own


def in_charge(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer answers for the client's team today. What only a supervisor may asks this: a
    mentor who deputises elsewhere stays a mentor of the own clients."""
    teams = sa.bindparam(f"{NARROWED}to_teams", sorted(viewer.team_ids_in_charge), type_=sa.Uuid, expanding=True)
    return client_id.in_(sa.select(Client.id).where(Client.team_id.in_(teams)))


def registered(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer may say who mentors this client: the administrator for everybody, who answers for
    a team for that team. It opens name, status and mentors, and nothing else: never select more under it."""
    if not may(viewer, Capability.ASSIGN_MENTORS):
        return _nobody()
    if viewer.role == Role.ADMINISTRATOR:
        return sa.bindparam(f"{NARROWED}to_register", True, type_=sa.Boolean) == sa.true()
    return in_charge(viewer, client_id)


def about_visible_clients(viewer: Viewer, entity: type[Base], *columns: Any) -> sa.Select[Any]:
    """A selection of rows (or columns) of a table about clients, narrowed to the viewer's clients."""
    client_id: InstrumentedAttribute[UUID] = getattr(entity, "id" if entity is Client else "client_id")
    return sa.select(*(columns or (entity,))).select_from(entity).where(sees(viewer, client_id))


def for_maintenance() -> sa.ColumnElement[bool]:
    """A condition that is always true and says that a statement means every client: key rotation, imports,
    back-ups. What it finds is never shown to anybody who does not see the client."""
    return sa.bindparam(f"{NARROWED}for_maintenance", True, type_=sa.Boolean) == sa.true()


def find_client(viewer: Viewer, client_id: UUID, seen: Visibility = sees) -> Client:
    """The client, or `NotVisible`. `seen` is the visibility that is asked for."""
    client: Client | None = db.session.scalar(sa.select(Client).where(Client.id == client_id, seen(viewer, Client.id)))
    if client is None:
        raise NotVisible
    return client


def ensure_visible(viewer: Viewer, client_id: UUID, seen: Visibility = sees) -> None:
    """`NotVisible` unless the client is the viewer's: the first line of an action that got its row from elsewhere."""
    if db.session.scalar(sa.select(Client.id).where(Client.id == client_id, seen(viewer, Client.id))) is None:
        raise NotVisible


def is_in_charge(viewer: Viewer, client_id: UUID) -> bool:
    """Whether the viewer, who sees the client, answers for the client's team; a supervisor sees no others."""
    if viewer.role != Role.MENTOR or not viewer.team_ids_in_charge:
        return bool(viewer.team_ids_in_charge)
    found = sa.select(Client.id).where(Client.id == client_id, in_charge(viewer, Client.id))
    return db.session.scalar(found) is not None


def is_accompanied(viewer: Viewer, client_id: UUID, on: date) -> bool:
    """Whether the viewer was the client's mentor on that day, even if it has ended since: late notes ask this."""
    own = sa.bindparam(f"{NARROWED}to_mentor", viewer.id, type_=sa.Uuid)
    found = sa.select(Assignment.id).where(
        Assignment.client_id == client_id, Assignment.mentor_id == own, Assignment.lasts_on(on)
    )
    return db.session.scalar(found.limit(1)) is not None


class Person(NamedTuple):
    """One client of a list; `apart` tells namesakes apart."""

    id: UUID
    name: str
    called: str
    status: ClientStatus
    apart: str


def search_people(viewer: Viewer, words: str, limit: int = PAGE) -> list[Person]:
    """The viewer's clients whose names hold all of the words; who is written so first, then who sounds so; by name."""
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
    apart = told_apart(Named(row.id, row.name, row.birth_on) for row in rows)
    return [Person(row.id, row.name, row.called, row.status, apart.get(row.id, "")) for row in rows]


def mentors_of(viewer: Viewer, client_ids: Sequence[UUID], seen: Visibility = sees) -> dict[UUID, list[str]]:
    """The names of those who accompany these clients today. `seen` is the visibility under which they are shown."""
    found = (
        sa.select(Assignment.client_id, User.name)
        .join(User, User.id == Assignment.mentor_id)
        .where(Assignment.client_id.in_(client_ids), Assignment.lasts_on(today()), seen(viewer, Assignment.client_id))
        .order_by(Assignment.starts_on, User.name)
    )
    names: dict[UUID, list[str]] = {client_id: [] for client_id in client_ids}
    for client_id, name in db.session.execute(found):
        names[client_id].append(name)
    return names


def after_client(viewer: Viewer, cursor: UUID | None, seen: Visibility = sees) -> sa.ColumnElement[bool]:
    """The condition that a client comes after that one in the order of names; the address carries its id, no name."""
    if cursor is None:
        return sa.true()
    last = sa.select(Client.search_name).where(Client.id == cursor, seen(viewer, Client.id)).correlate(None)
    name = last.scalar_subquery()
    return sa.or_(Client.search_name > name, sa.and_(Client.search_name == name, Client.id > cursor))


class Bearer(NamedTuple):
    """Who has a national id; the name only where the viewer sees the client."""

    id: UUID
    name: str | None


def find_bearer(viewer: Viewer, national_id_hash: bytes) -> Bearer | None:
    """The client with the national id of that keyed hash, to refuse a second file for one person."""
    found = sa.select(Client.id).where(Client.national_id_hash == national_id_hash, for_maintenance())
    client_id = db.session.scalar(found)
    if client_id is None:
        return None
    name = db.session.scalar(about_visible_clients(viewer, Client, Client.name).where(Client.id == client_id))
    return Bearer(client_id, name)


class Stretch(NamedTuple):
    """That somebody accompanies a client from one day to another."""

    id: UUID
    mentor_id: UUID
    mentor_name: str
    starts_on: date
    ends_on: date | None
    covered_id: UUID | None = None
    covered_name: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it was given by mistake and taken back."""
        return self.ends_on is not None and self.ends_on < self.starts_on

    def is_present(self, day: date) -> bool:
        """Whether it lasts on that day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def may_pass_on(self, day: date) -> bool:
        """Whether somebody else can take over from it, on that day or later; a cover ends by itself."""
        return not (self.is_empty or self.covered_id) and (self.ends_on is None or self.ends_on >= day)


def list_assignments(viewer: Viewer, client_id: UUID, seen: Visibility = sees) -> list[Stretch]:
    """Everybody who accompanies, accompanied or will accompany the client; the latest first."""
    covered = sa.orm.aliased(User)
    found = (
        sa.select(
            Assignment.id,
            Assignment.mentor_id,
            User.name,
            Assignment.starts_on,
            Assignment.ends_on,
            Assignment.covered_id,
            covered.name,
        )
        .join(User, User.id == Assignment.mentor_id)
        .outerjoin(covered, covered.id == Assignment.covered_id)
        .where(Assignment.client_id == client_id, seen(viewer, Assignment.client_id))
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
    )
    return [Stretch(*row) for row in db.session.execute(found)]


@dataclass(frozen=True)
class ClientFacts:
    """What the top of a client's page tells beside the name."""

    language: str
    gender_form: GenderForm
    status: ClientStatus
    birth_on: date | None
    age: int | None
    phone: str
    national_id: str
    mentors: list[Stretch]

    @property
    def language_name(self) -> str:
        """The language in words."""
        return str(LANGUAGE_NAMES[self.language])

    @property
    def gender_form_name(self) -> str:
        """How texts are worded, in words."""
        return str(GENDER_FORM_NAMES[self.gender_form])


def client_facts(viewer: Viewer, client: Client, mentors: list[Stretch]) -> ClientFacts:
    """The facts of a client that the viewer has found: the id number masked, the phone as people here write it."""
    return ClientFacts(
        language=client.language,
        gender_form=client.gender_form,
        status=client.status,
        birth_on=client.birth_on,
        age=age_on(client.birth_on, today()) if client.birth_on else None,
        phone=shown_phone(client.phone),
        national_id=mask_national_id(client.national_id) if client.national_id else "",
        mentors=mentors,
    )


def _nobody() -> sa.ColumnElement[bool]:
    return sa.bindparam(f"{NARROWED}to_nobody", False, type_=sa.Boolean) == sa.true()
