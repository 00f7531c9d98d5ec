"""What a progress report says about a client: facts from the records, not yet in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from caseapp.accounts.rules import AddressForm
from caseapp.activities.contact_rules import ContactCounts, ContactRecord, KindOfContact, counts_in_all
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.circles.figure_rules import CircleProgress
from caseapp.clients.rules import GenderForm
from caseapp.goals.rules import GoalStatus, is_scored
from caseapp.goals.status.rules import Attainment, ScoredGoal, attained
from caseapp.hours.rules import HoursUsed
from caseapp.measures.course_rules import MeasureCourse
from caseapp.progress.rhythm_rules import MarkRecord, MonthCounts, WeekCounts
from caseapp.progress.rules import CurrentRatings, DatedRating, current_ratings
from caseapp.reports.client_part.rules import ClientPartDetails
from caseapp.reports.kind_rules import Recommendation, ReportKind, SectionKind
from caseapp.reports.rules import Period
from caseapp.ties.rules import TieStanding


@dataclass(frozen=True)
class Letterhead:
    """The organisation as it is named at the top of a report; reports in Hebrew may give the Hebrew date too."""

    name: str = ""
    address: str = ""
    phone: str = ""
    logo: bytes = b""
    has_hebrew_dates: bool = False


@dataclass(frozen=True)
class MentorPeriod:
    """A mentor of the client, from one day to another; without a last day where it still lasts."""

    name: str
    starts_on: date
    ends_on: date | None
    form: AddressForm = AddressForm.NEUTRAL


@dataclass(frozen=True)
class ApprovalSummary:
    """The approval under which the work was done."""

    service: str
    amount: Decimal
    unit: ApprovalUnit
    per: Per
    starts_on: date
    ends_on: date
    reference: str


@dataclass(frozen=True)
class ServiceMeeting:
    """A meeting of a group, with the minutes of it that count against an approval for the service of the group."""

    on: date
    group: str
    minutes: int


@dataclass(frozen=True)
class ServiceUse:
    """What was used until the end of the period of an approval for a service that groups count for, both in writing,
    and the meetings that make it. Reports signed before they were kept have none of these."""

    service: str
    unit: ApprovalUnit
    used: str
    amount: str
    starts_on: date
    ends_on: date
    meetings: tuple[ServiceMeeting, ...] | None = None


@dataclass(frozen=True)
class StepRecord:
    """A planned step towards a goal, and when it was done."""

    words: str
    done_on: date | None


@dataclass(frozen=True)
class GoalProgress:
    """A goal with its ratings up to the end of the period, in the order in which they were made."""

    domain: str
    status: GoalStatus
    client_words: str
    wording: str
    ladder: Mapping[int, str]
    baseline: int
    starts_on: date
    target_on: date | None
    ratings: tuple[DatedRating, ...]
    weight: int = 1
    steps: int = 0
    steps_done: int = 0
    step_records: tuple[StepRecord, ...] = ()

    @property
    def title(self) -> str:
        """The agreed wording, or the client's words where none is agreed yet."""
        return self.wording or self.client_words

    @property
    def now(self) -> CurrentRatings:
        """The latest ratings at the end of the period."""
        return current_ratings(self.ratings)

    @property
    def difference(self) -> int | None:
        """How much higher than the mentor the client sees the goal; nothing where one of them has not said."""
        now = self.now
        return None if now.mentor is None or now.client is None else now.client - now.mentor


@dataclass(frozen=True)
class MeetingCounts(ContactCounts):
    """The outcomes of the period's contacts in all, and of each kind; reports signed before the kinds were counted
    apart have none."""

    kinds: Mapping[KindOfContact, ContactCounts] = field(default_factory=dict)

    @classmethod
    def of(cls, kinds: Mapping[KindOfContact, ContactCounts]) -> "MeetingCounts":
        """The counts of these kinds."""
        return cls(**asdict(counts_in_all(kinds.values())), kinds=kinds)


@dataclass(frozen=True)
class GroupProgress:
    """Attendance in one group; no percentage where no meeting counts."""

    name: str
    there: int
    counted: int
    excused: int
    percent: int | None
    id: UUID | None = None


@dataclass(frozen=True)
class TieProgress:
    """A tie at the end of the period: how it stands where it counts, since when alone, and the answer by which it
    lasts."""

    name: str
    alone_on: date | None
    standing: TieStanding | None
    lasting_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class CountedRecords:
    """What the figures count, as it was then: the contacts and the marks of the period and of the year before its
    end. Reports signed before they were kept have none. `used` are the contacts that each figure of used hours counts,
    with the minutes that count there, where there are several such figures."""

    contacts: tuple[ContactRecord, ...] = ()
    marks: tuple[MarkRecord, ...] = ()
    used: Mapping[str, tuple[ContactRecord, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Edition:
    """Which version this is, and which one it corrects, and why."""

    number: int = 1
    replaces_signed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class ClientProgress:
    """A client's progress in a period; `name` holds only initials where others are not to read it."""

    name: str
    called: str
    gender_form: GenderForm
    masked_id: str
    team: str
    supervisors: tuple[str, ...]
    mentors: tuple[MentorPeriod, ...]
    approval: ApprovalSummary | None
    period: Period
    goals: tuple[GoalProgress, ...]
    meetings: MeetingCounts
    groups: tuple[GroupProgress, ...]
    kind: ReportKind
    texts: Mapping[SectionKind, str]
    author: str
    hours: HoursUsed | None = None
    further_hours: tuple[HoursUsed, ...] = ()
    recommendation: Recommendation | None = None
    said: ClientPartDetails | None = None
    edition: Edition = Edition()
    signed: Signed | None = None
    has_initials: bool = False
    letterhead: Letterhead = Letterhead()
    weeks: tuple[WeekCounts, ...] = ()
    months: tuple[MonthCounts, ...] = ()
    records: CountedRecords | None = None
    ties: tuple[TieProgress, ...] = ()
    circles: CircleProgress | None = None
    measures: tuple[MeasureCourse, ...] = ()
    services: tuple[ServiceUse, ...] = ()

    @property
    def all_hours(self) -> tuple[HoursUsed, ...]:
        """What was used, in each unit that was approved, and on days for which nothing was."""
        return (self.hours, *self.further_hours) if self.hours else ()

    @property
    def counted_ties(self) -> tuple[TieProgress, ...]:
        """The denominator of the ties that last."""
        return tuple(tie for tie in self.ties if tie.standing is not None)

    @property
    def lasting_ties(self) -> tuple[TieProgress, ...]:
        """The numerator of the ties that last."""
        return tuple(tie for tie in self.ties if tie.standing is TieStanding.LASTING)

    @property
    def is_copy(self) -> bool:
        """Whether this is a copy of a signed report, and not the signed file itself."""
        return self.signed is not None and self.has_initials

    def is_past(self, ends_on: date | None) -> bool:
        """Whether something that ends on that day was over at the end of the period."""
        return ends_on is not None and ends_on <= self.period.ends_on

    @property
    def rated_goals(self) -> tuple[GoalProgress, ...]:
        """The goals that the T-score is reckoned from."""
        return tuple(goal for goal in self.goals if is_scored(goal.status, is_rated=bool(goal.ratings)))

    @property
    def attained(self) -> Attainment | None:
        """How far the goals that were rated by the end of the period were reached; nothing where none was."""
        return attained(ScoredGoal(goal.weight, goal.baseline, goal.ratings[-1].mentor) for goal in self.rated_goals)
