"""Who works in the installation, and whom they accompany."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from bench.installation.records import Records
from caseapp.access import Role
from caseapp.accounts.models import Team, User
from caseapp.audit import Act
from caseapp.clients.rules import GenderForm, PersonalDetails, normalise_national_id
from caseapp.errors import RuleBroken

PASSWORD = "bench-words-that-open"  # noqa: S105 - of an invented installation
GIVEN = ("יעל", "אבנר", "לילא", "סרגיי", "הדס", "נחום", "טל", "מוראד", "פנינה", "ולרי", "אסתר", "עידו", "רחל", "סאמי")
GIVEN += ("אולגה", "איתי", "מרים", "גדעון", "שירן", "Michael", "דינה", "ברוך", "נטע", "אליאס", "Ольга", "مراد", "ليلى")
FAMILY = ("מזרחי", "לוינסון", "חדאד", "וולקוב", "בן-חמו", "אברג'יל", "גרינוולד", "זועבי", "סויסה", "קוגן", "טספאי")
FAMILY += ("פלד", "ח'ורי", "פטרנקו", "שרעבי", "אבו-חמד", "הולצמן", "דדון", "Rosen", "לרנר", "אלמו", "קרמר", "שאהין")
FAMILY += ("Кузнецов", "حداد", "ביטון", "אוחיון", "רוזנברג", "שפירא", "נגר", "עמר", "טל", "ברק", "גבאי", "סעדה")


@dataclass
class Mentor:
    """A mentor and the clients who are theirs now."""

    id: UUID
    team: "TeamOf"
    clients: list[UUID] = field(default_factory=list)


@dataclass
class TeamOf:
    """A team, its supervisor and its mentors."""

    id: UUID
    supervisor: UUID
    mentors: list[Mentor] = field(default_factory=list)

    @property
    def clients(self) -> list[UUID]:
        """The clients of all its mentors."""
        return [client for mentor in self.mentors for client in mentor.clients]


class People:
    """Adds teams, people and clients as of the first day."""

    def __init__(self, records: Records, password_hash: str, first_day: datetime) -> None:
        self.records, self.at = records, first_day
        self._password_hash = password_hash
        self._number = 0
        self.administrator = self._person("admin", Role.ADMINISTRATOR, None)

    def team(self, name: str, caseloads: list[tuple[str, int]]) -> TeamOf:
        """A team under a supervisor of that username, with a mentor for each caseload."""
        rows = self.records.rows
        team_id = rows.new_id(self.at)
        rows.add(Team, id=team_id, name=f"Team {name}")
        rows.trail.record(self.at, Act.TEAM_ADDED, self.administrator, about=("teams", team_id))
        team = TeamOf(team_id, self._person(name, Role.SUPERVISOR, team_id))
        team.mentors = [Mentor(self._person(username, Role.MENTOR, team_id), team) for username, _size in caseloads]
        for mentor, (_username, size) in zip(team.mentors, caseloads, strict=True):
            mentor.clients = [self._client(team, mentor) for _ in range(size)]
        return team

    def _person(self, username: str, role: Role, team_id: UUID | None) -> UUID:
        user_id = self.records.rows.new_id(self.at)
        self.records.rows.add(
            User,
            id=user_id,
            username=username,
            name=f"{username.capitalize()} Benchley",
            role=role,
            team_id=team_id,
            language="he",
            password_hash=self._password_hash,
            created_at=self.at,
        )
        detail = {"role": role.value, "via": "shell"}
        self.records.rows.trail.record(self.at, Act.USER_ADDED, None, about=("users", user_id), **detail)
        return user_id

    def _client(self, team: TeamOf, mentor: Mentor) -> UUID:
        chance, number = self.records.rows.chance, self._number
        self._number += 1
        details = PersonalDetails(
            given_name=chance.choice(GIVEN),
            family_name=chance.choice(FAMILY),
            preferred_name=chance.choice(("", "", "", "Sasha", "דודו")),
            national_id=_national_id(number),
            birth_on=date(1950 + number % 55, 1 + number % 12, 1 + number % 28),
            phone=f"050-{2000000 + number:07}",
            language=chance.choice(("he", "he", "ar", "ru", "en")),
            gender_form=chance.choice(tuple(GenderForm)),
        )
        client_id = self.records.client(self.at, team.supervisor, details, team.id)
        since = self.at.date()
        if number % 5 == 4 and len(team.mentors) > 1:  # somebody else was here before
            before = team.mentors[(team.mentors.index(mentor) + 1) % len(team.mentors)]
            until = since + timedelta(days=60)
            self.records.assignment(self.at, team.supervisor, client_id, before.id, since, until)
            since = until + timedelta(days=1)
        self.records.assignment(self.at, team.supervisor, client_id, mentor.id, since)
        return client_id


def _national_id(number: int) -> str:
    """An invented id number with a valid check digit."""
    for digit in "0123456789":
        try:
            return normalise_national_id(f"{30_000_000 + number}{digit}")
        except RuleBroken:
            continue
    raise ValueError(number)
