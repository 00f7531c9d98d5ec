"""The year of one demo client, with approvals and meetings, generated from a fixed seed and today's date."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from caseapp.activities.rules import CONTACT, Mode, Movement, Outcome
from caseapp.clients.rules import GenderForm, normalise_national_id
from caseapp.demo.clients import CLIENTS, DemoClient, Story
from caseapp.demo.goals import GOALS, DemoGoal
from caseapp.demo.notes import ATTEMPTS, CLIENT_WORDS, EVIDENCE, NEXT_STEPS, NOTES
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.rows import ImportedApproval, ImportedClient
from caseapp.followups.rules import Safety
from caseapp.goals.rules import LEVELS

T = TypeVar("T")
SEED = 5760
YEAR = timedelta(days=365)
QUIET_FOR = timedelta(days=36)
SATURDAY = 5
HANDED_OVER = timedelta(days=150)
FORMS = re.compile(r"{([^|}]*)\|([^|}]*)}")


@dataclass(frozen=True)
class DemoActivity:
    """One meeting, held or not, as its mentor noted it."""

    on: date
    at: time
    minutes: int
    mode: Mode
    outcome: Outcome
    note: str
    client_words: str
    next_step: str
    safety: Safety
    movement: Movement | None


@dataclass(frozen=True)
class DemoRating:
    """Where a goal stood on a day, by the mentor and by the client."""

    on: date
    mentor_level: int
    client_level: int | None
    evidence: str


def chance_of(what: str) -> Random:
    """What is random about something invented: always the same for the same thing."""
    return Random(f"{SEED}-{what}")  # nosec B311  # nothing of it is a secret


class ClientYear:
    """The year of a demo client until `today`; the same client and day always give the same year."""

    def __init__(self, number: int, today: date) -> None:
        self.client: DemoClient = CLIENTS[number]
        self.today = today
        self.number = number
        self._chance = chance_of(str(number))
        months = {Story.NEW: 3, Story.ENDING: 12, Story.ENDED: 12}.get(self.client.story)
        self.begins_on = today - (timedelta(days=30 * months) if months else YEAR)
        days_over = {Story.CLOSED: 95, Story.PAUSED: 40}.get(self.client.story)
        self.last_day = today - timedelta(days=days_over or 1)
        self._weekday = (6, 0, 1, 2, 3)[number % 5]
        self._hour = self._chance.choice((9, 10, 11, 13, 15, 16, 17))

    def row(self) -> ImportedClient:
        """The client as a row of a provider's file."""
        client = self.client
        return ImportedClient(
            line=self.number + 1,
            national_id=national_id(self.number),
            first_name=client.given_name,
            last_name=client.family_name,
            preferred_name=client.preferred_name or None,
            born_on=date(client.born_in, self._chance.randint(1, 12), self._chance.randint(1, 28)),
            phone=f"+9725023{self._chance.randint(10000, 99999)}",
            language=client.language,
            gender_form=client.gender_form.value,
            mentor="mentor2" if client.story is Story.HANDED_OVER else client.mentor,
            approval=self._approval(),
        )

    def goals(self) -> list[DemoGoal]:
        """Two or three goals, different ones from client to client."""
        step = 5
        return [GOALS[(self.number * step + at * 3) % len(GOALS)] for at in range(2 + (self.number % 3 == 0))]

    def ratings(self) -> list[DemoRating]:
        """A rating every two months or so, mostly one level up or down."""
        level, on = -1, self.begins_on + timedelta(days=14)
        ratings: list[DemoRating] = []
        while on <= self.last_day:
            seen = min(max(level + self._chance.choice((-1, 0, 0, 1)), LEVELS[0]), LEVELS[-1])
            ratings.append(DemoRating(on, level, seen if self._chance.random() < 0.9 else None, self._one(EVIDENCE)))
            level = min(max(level + self._chance.choice((-1, 0, 1, 1)), LEVELS[0]), LEVELS[-1])
            on += timedelta(days=self._chance.randint(50, 70))
        return ratings

    def activities(self) -> list[DemoActivity]:
        """A meeting every week, a call in some weeks, and some meetings that did not take place."""
        activities: list[DemoActivity] = []
        on = self.begins_on + timedelta(days=(self._weekday - self.begins_on.weekday()) % 7)
        while on <= self.last_day:
            if self._chance.random() < 0.95:
                activities.append(self._meeting(on, self._hour))
            if self._chance.random() < 0.2 and (on + timedelta(days=2)).weekday() != SATURDAY:
                activities.append(self._meeting(on + timedelta(days=2), 18, Mode.PHONE))
            on += timedelta(days=7)
        return [each for each in activities if each.on <= self.last_day]

    def _meeting(self, on: date, hour: int, mode: Mode | None = None) -> DemoActivity:
        is_quiet = self.client.story is Story.QUIET and on > self.today - QUIET_FOR
        failed = is_quiet or self._chance.random() < 0.1
        outcome = self._one(tuple(ATTEMPTS)) if failed else Outcome.HELD
        if not failed and self._chance.random() < 0.04:
            outcome = Outcome.PARTLY
        mode = (
            mode
            or self._chance.choices(
                (Mode.IN_PERSON, Mode.OUTING, Mode.HOME, Mode.VIDEO, Mode.TEXT), (45, 30, 12, 8, 5)
            )[0]
        )
        was_contact = outcome in CONTACT
        return DemoActivity(
            on=on,
            at=time(hour, self._chance.choice((0, 0, 15, 30))),
            minutes=self._minutes(mode) if was_contact else 0,
            mode=mode,
            outcome=outcome,
            note=self._said(self._one(NOTES[mode] if was_contact else ATTEMPTS[outcome])),
            client_words=self._said(self._one(CLIENT_WORDS)) if was_contact and self._chance.random() < 0.15 else "",
            next_step=self._one(NEXT_STEPS) if was_contact and self._chance.random() < 0.3 else "",
            safety=self._chance.choices((Safety.NONE, Safety.WATCH, Safety.CONSULT), (96, 3, 1))[0],
            movement=self._movement() if was_contact else None,
        )

    def _minutes(self, mode: Mode) -> int:
        if mode in (Mode.PHONE, Mode.TEXT):
            return self._one((10, 15, 20, 25))
        return self._one((45, 60, 60, 75, 90, 120) if mode is Mode.OUTING else (45, 60, 60, 75))

    def _movement(self) -> Movement | None:
        words = (None, Movement.SETBACK, Movement.SLIGHTLY_BACK, Movement.SAME, Movement.STEP, Movement.LEAP)
        return self._chance.choices(words, (30, 2, 10, 25, 28, 5))[0]

    def _approval(self) -> ImportedApproval:
        days_left = {Story.ENDING: 25, Story.ENDED: -12, Story.CLOSED: -95}.get(self.client.story)
        until = self.today + timedelta(days=self._chance.randint(70, 300) if days_left is None else days_left)
        hours = self._one((Decimal(2), Decimal("2.5"), Decimal(3), Decimal(3), Decimal(4)))
        return ImportedApproval("social_mentoring", until - YEAR + timedelta(days=1), until, hours)

    def _said(self, note: str) -> str:
        """The note in the client's gender form; in both where it is not known."""
        form = self.client.gender_form
        if form is GenderForm.NEUTRAL:
            return FORMS.sub(r"\1/\2", note)
        return FORMS.sub(r"\2" if form is GenderForm.FEMININE else r"\1", note)

    def _one(self, among: tuple[T, ...]) -> T:
        return self._chance.choice(among)


def national_id(number: int) -> str:
    """An invented id number from a range that is not in use, with a valid check digit."""
    for digit in "0123456789":
        try:
            return normalise_national_id(f"99{number * 37 + 100:06}{digit}")
        except RuleBroken:
            continue
    raise ValueError(number)
