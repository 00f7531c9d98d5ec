"""The years of work of an installation, day by day until today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from bench.installation.people import Mentor, TeamOf
from bench.installation.records import Closing, Records
from caseapp.activities.rules import CONTACT, ActivityDraft, Mode, Movement, Outcome, PlanDraft, PlanSeries, TouchDraft
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per
from caseapp.demo.goals import GOALS
from caseapp.demo.notes import ATTEMPTS, CLIENT_WORDS, EVIDENCE, NEXT_STEPS, NOTES
from caseapp.followups.rules import FollowUpDraft, Safety
from caseapp.goals.rules import LEVELS, AgreementDraft, GoalDraft, Owner, RatingDraft
from caseapp.goals.steps.rules import StepDraft
from caseapp.groups.rules import GivenMark, GroupDraft, Mark, weekday_of

YEAR = timedelta(days=365)
REVIEWED_AFTER = timedelta(days=180)
RATED_EVERY = 60
MOVEMENTS = (None, *Movement)
MARKS = (Mark.PRESENT, Mark.PRESENT, Mark.PRESENT, Mark.LATE, Mark.EXCUSED, Mark.ABSENT)


@dataclass
class Course:
    """One client's course: whose they are, how many notes there are to be, and which goals they have."""

    id: UUID
    mentor: Mentor
    notes: int
    number: int
    goals: tuple[UUID, ...] = ()

    def notes_on(self, day: int, days: int) -> int:
        """How many notes fall on that day of so many, spread evenly."""
        return self.notes_until(day + 1, days) - self.notes_until(day, days)

    def notes_until(self, day: int, days: int) -> int:
        """How many notes there are before that day."""
        shift = (self.number * 37) % days
        return (day * self.notes + shift) // days


@dataclass
class Circle:
    """A group, who leads it and who belongs to it."""

    id: UUID
    weekday: int
    leader: UUID
    members: list[UUID]


class Years:
    """Writes what happened between two days."""

    def __init__(self, records: Records, first: date, today: date, now: datetime) -> None:
        self.records, self.first, self.today, self.now = records, first, today, now
        self.chance = records.rows.chance
        self.days = (today - first).days

    def begin(self, course: Course) -> None:
        """What was agreed in the first weeks: approvals, goals, steps."""
        at, by = self._at(self.first, 9), course.mentor
        starts_on = self.first
        while starts_on <= self.today:
            ends_on = starts_on + YEAR - timedelta(days=1 + course.number % 40)
            amount = Decimal(self.chance.choice(("2", "2.5", "3", "4")))
            terms = ApprovalTerms("social_mentoring", amount, ApprovalUnit.HOUR, Per.WEEK, starts_on, ends_on)
            self.records.approval(at, by.team.supervisor, course.id, terms)
            starts_on = ends_on + timedelta(days=1)
        course.goals = tuple(self._goal(course, number) for number in range(2 + course.number % 2))

    def work(self, courses: list[Course], circles: list[Circle], mentors: list[Mentor]) -> None:
        """All that was noted, rated and attended, in the order of time, and what is planned."""
        for number in range(self.days):
            day = self.first + timedelta(days=number)
            for course in courses:
                for at_once in range(course.notes_on(number, self.days)):
                    self._note(course, day, 9 + (course.number + at_once) % 9)
                if (number + course.number) % RATED_EVERY == RATED_EVERY - 1:
                    self._rate(course, day)
            for circle in circles:
                if weekday_of(day) == circle.weekday:
                    self._meet(circle, day)
            if number % 7 == 0:
                for mentor in mentors:
                    self.records.reading(self._at(day, 8), mentor.id, "people", mentor.clients)
        for course in courses:
            self._plan(course)
        for circle in circles:
            if weekday_of(self.today) == circle.weekday:
                self.records.meeting(self._at(self.today, 6), circle.leader, circle.id, self.today, None)

    def gather(self, team: TeamOf, leader: Mentor, members: list[UUID], name: str, weekday: int) -> Circle:
        """A group that meets every week."""
        at = self._at(self.first, 10)
        draft = GroupDraft(name, weekday, time(17), 90, frozenset({leader.id}))
        group_id = self.records.group(at, team.supervisor, draft, team.id)
        self.records.members(at, team.supervisor, group_id, members, self.first)
        return Circle(group_id, weekday, leader.id, members)

    def _goal(self, course: Course, number: int) -> UUID:
        at, by = self._at(self.first, 10 + number), course.mentor.id
        words = GOALS[(course.number + number * 3) % len(GOALS)]
        draft = GoalDraft(
            client_words=words.client_words,
            wording=words.wording,
            domain=words.domain,
            target_on=self.today + timedelta(days=120),
            starts_on=self.first,
            baseline=-1,
            ladder=dict(zip(LEVELS, words.ladder, strict=True)),
            review_on=max(self.first + REVIEWED_AFTER, self.today + timedelta(days=course.number % 90 - 5)),
        )
        goal_id = self.records.goal(at, by, course.id, draft, AgreementDraft(self.first))
        for place in (1, 2):
            step = StepDraft(self.chance.choice(NEXT_STEPS), Owner.CLIENT, self.today + timedelta(days=10 * place))
            self.records.step(at, by, course.id, goal_id, step, place)
        return goal_id

    def _rate(self, course: Course, day: date) -> None:
        for goal_id in course.goals:
            draft = RatingDraft(
                day, self.chance.choice(LEVELS), self.chance.choice((None, *LEVELS)), self.chance.choice(EVIDENCE)
            )
            self.records.rating(self._at(day, 20), course.mentor.id, course.id, goal_id, draft)

    def _note(self, course: Course, day: date, hour: int) -> None:
        chance, at, by = self.chance, self._at(day, hour + 1), course.mentor.id
        draft = self._draft(course, day, hour)
        closed_at = at + timedelta(days=chance.randint(1, 20))
        closing = None
        if closed_at < self.now - timedelta(days=2):
            closing = Closing(closed_at, course.mentor.team.supervisor, "Spoken about; it is calm again.")
        if chance.random() < 0.5:
            self.records.reading(at, by, "client", [course.id])
        self.records.note(at, by, course.id, draft, closing)

    def _draft(self, course: Course, day: date, hour: int) -> ActivityDraft:
        chance = self.chance
        outcome = chance.choice(tuple(ATTEMPTS)) if chance.random() < 0.1 else Outcome.HELD
        was_contact = outcome in CONTACT
        mode = chance.choice(tuple(NOTES))
        next_step = chance.choice(NEXT_STEPS) if was_contact and chance.random() < 0.25 else ""
        goals = {}
        if was_contact and chance.random() < 0.75:
            words = chance.choice(EVIDENCE) if chance.random() < 0.2 else ""
            goals = {chance.choice(course.goals): TouchDraft(chance.choice(MOVEMENTS), words)}
        return ActivityDraft(
            held_on=day,
            starts_at=time(hour, chance.choice((0, 15, 30))),
            minutes=chance.choice((45, 60, 75, 90)) if was_contact else 0,
            mode=mode,
            outcome=outcome,
            safety=Safety.WATCH if was_contact and chance.random() < 0.01 else Safety.NONE,
            note=chance.choice(NOTES[mode] if was_contact else ATTEMPTS[outcome]),
            client_words=chance.choice(CLIENT_WORDS) if was_contact and chance.random() < 0.15 else "",
            next_step=next_step,
            next_step_on=day + timedelta(days=7) if next_step else None,
            goals=goals,
        )

    def _meet(self, circle: Circle, day: date) -> None:
        marks = {client_id: GivenMark(self.chance.choice(MARKS)) for client_id in circle.members}
        self.records.meeting(self._at(day, 19), circle.leader, circle.id, day, marks)

    def _plan(self, course: Course) -> None:
        """Weekly meetings ahead; with some clients one that was to be yesterday, and nobody said what became of it."""
        ahead = course.number % 7 + 1 if course.number % 10 else -1
        plan = PlanDraft(self.today + timedelta(days=ahead), time(9 + course.number % 9), 60, Mode.IN_PERSON)
        at = self._at(self.today - timedelta(days=3), 12)
        self.records.plans(at, course.mentor.id, course.id, PlanSeries(plan, 4))
        if course.number % 4 == 0:
            due_on = self.today + timedelta(days=course.number % 9 - 4)
            self.records.follow_up(at, course.mentor.id, course.id, FollowUpDraft("Call the library", due_on))

    def _at(self, day: date, hour: int) -> datetime:
        """An instant on that day, never in the future."""
        at = datetime.combine(day, time(hour, self.chance.randrange(60), self.chance.randrange(60)), UTC)
        return min(at, self.now)
