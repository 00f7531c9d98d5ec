"""The rules of ties: how a person, a group or a place becomes part of a client's life, and when a tie lasts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

NAME_MAX = 80
DETAIL_MAX = 200
WORDS_MAX = 1_000
WEEKS = (4, 12, 26)
LASTS_AFTER = timedelta(days=84)
FADES_FOR = timedelta(days=84)
YEARS_BACK = timedelta(days=10 * 366)


class TieKind(StrEnum):
    """What a client is tied to."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"


class TieStepKind(StrEnum):
    """What happened to a tie."""

    PLANNED = "planned"
    TOGETHER = "together"
    ALONE = "alone"
    ANSWER = "answer"
    ENDED = "ended"
    RETURNED = "returned"


class StillThere(StrEnum):
    """What is answered when the program asks whether the client is still there."""

    ALONE = "alone"
    TOGETHER = "together"
    LESS = "less"
    GONE = "gone"


class GoesAlong(StrEnum):
    """Who goes along."""

    MENTOR = "mentor"
    FAMILY = "family"
    FRIEND = "friend"
    PEER = "peer"
    OTHER = "other"


class TieStanding(StrEnum):
    """How a tie stands whose first time alone is at least twelve weeks ago: exactly one of these."""

    LASTING = "lasting"
    FADING = "fading"
    ENDED = "ended"
    NOT_KNOWN = "not_known"


TIE_KIND_NAMES = {
    TieKind.PERSON: _l("A person"),
    TieKind.GROUP: _l("A group"),
    TieKind.PLACE: _l("A place"),
}
GOES_ALONG_NAMES = {
    GoesAlong.MENTOR: _l("The mentor"),
    GoesAlong.FAMILY: _l("Family"),
    GoesAlong.FRIEND: _l("A friend"),
    GoesAlong.PEER: _l("A peer"),
    GoesAlong.OTHER: _l("Someone else"),
}
STILL_THERE_NAMES = {
    StillThere.ALONE: _l("Yes, alone"),
    StillThere.TOGETHER: _l("Yes, together"),
    StillThere.LESS: _l("Less often"),
    StillThere.GONE: _l("No longer"),
}


@dataclass(frozen=True)
class TieDraft:
    """A tie as typed, and what it came out of."""

    name: str
    kind: TieKind
    detail: str = ""
    thought_on: date | None = None
    goal_id: UUID | None = None
    activity_id: UUID | None = None
    group_id: UUID | None = None


@dataclass(frozen=True)
class TieStepDraft:
    """A step of a tie as typed: what happened and when; for a first visit, who goes along, how to get there and what
    to say about oneself; at the end, what was learnt."""

    kind: TieStepKind
    on: date
    visit_on: date | None = None
    along: GoesAlong | None = None
    way: str = ""
    say: str = ""
    words: str = ""


class TieEvent(Protocol):
    """What the state of a tie is reckoned from."""

    @property
    def kind(self) -> TieStepKind: ...
    @property
    def on(self) -> date: ...
    @property
    def week(self) -> int | None: ...
    @property
    def answer(self) -> StillThere | None: ...


@dataclass
class TieState:
    """Where a tie stands after its steps.

    `alone_on` is the first time alone ever, `since_on` the first since it last came back. `lasting_on` is the day of
    the answer that makes it last, `known_on` that of the last answer from week 12 on, `ask_on` that of the next
    question. `faded_on` is the last sign that it fades, until a visit is planned.
    """

    alone_on: date | None = None
    since_on: date | None = None
    lasting_on: date | None = None
    known_on: date | None = None
    faded_on: date | None = None
    ended_on: date | None = None
    asked: int = 0
    is_fading: bool = False

    @property
    def ask_on(self) -> date | None:
        """The day of the next question; none before the first time alone, after the end or after the last one."""
        if self.since_on is None or self.ended_on is not None:
            return None
        return next((self.since_on + timedelta(weeks=week) for week in WEEKS if week > self.asked), None)

    def take(self, event: TieEvent) -> None:
        """Go on from a step."""
        match event.kind:
            case TieStepKind.PLANNED:
                self.faded_on = None
            case TieStepKind.TOGETHER:
                self._accompanied(event.on)
            case TieStepKind.ALONE:
                self.alone_on, self.since_on = self.alone_on or event.on, self.since_on or event.on
                self._holds()
            case TieStepKind.ANSWER:
                self._answered(event)
            case TieStepKind.ENDED:
                self._ends(event.on)
            case TieStepKind.RETURNED:
                self.ended_on = self.since_on = self.known_on = None
                self.asked = 0
                self._holds()

    def _answered(self, event: TieEvent) -> None:
        self.asked = max(self.asked, event.week or 0)
        is_late_enough = self.since_on is not None and event.on >= self.since_on + LASTS_AFTER
        if is_late_enough:
            self.known_on = event.on
        match event.answer:
            case StillThere.ALONE:
                self.lasting_on = self.lasting_on or (event.on if is_late_enough else None)
                self._holds()
            case StillThere.TOGETHER:
                self._accompanied(event.on)
            case StillThere.LESS:
                self.is_fading, self.faded_on = True, event.on
            case _:
                self._ends(event.on)

    def _accompanied(self, on: date) -> None:
        self.lasting_on = None
        if self.since_on is not None:
            self.is_fading, self.faded_on = True, on

    def _ends(self, on: date) -> None:
        self.ended_on = self.ended_on or on
        self._holds()

    def _holds(self) -> None:
        self.is_fading, self.faded_on = False, None


def state_of(events: Iterable[TieEvent]) -> TieState:
    """Where a tie stands after these steps, given in the order in which they happened."""
    state = TieState()
    for event in events:
        state.take(event)
    return state


def is_counted(alone_on: date | None, today: date) -> bool:
    """Whether a tie is in the denominator: its first time alone is at least 84 days ago."""
    return alone_on is not None and alone_on <= today - LASTS_AFTER


def standing_of(lasting_on: date | None, ended_on: date | None, known_on: date | None) -> TieStanding:
    """How a counted tie stands. It lasts if "still there" was answered on or after day 84, with no accompanied visit
    since; without any answer from that day on it is not known, unless it has ended."""
    if lasting_on is not None:
        return TieStanding.LASTING
    if ended_on is not None:
        return TieStanding.ENDED
    return TieStanding.NOT_KNOWN if known_on is None else TieStanding.FADING


def week_asked(since_on: date, today: date) -> int:
    """The week whose question is open today, the latest that has come; 0 before the first."""
    return max((week for week in WEEKS if since_on + timedelta(weeks=week) <= today), default=0)


def check_tie(draft: TieDraft, today: date) -> None:
    """`RuleBroken` if a tie has no name, a text is too long, or it was thought of in the future."""
    if not draft.name.strip():
        raise RuleBroken(_("Write a name: a nickname is enough."), "name")
    check_length(draft.name, NAME_MAX, "name")
    check_length(draft.detail, DETAIL_MAX, "detail")
    if draft.thought_on:
        _check_day(draft.thought_on, today, "thought_on")


def check_tie_step(draft: TieStepDraft, state: TieState, earlier: Sequence[date], today: date) -> None:
    """`RuleBroken` if such a step cannot follow; `earlier` are the days of the tie's beginning and of its steps."""
    _check_day(draft.on, today, "on")
    for field in ("way", "say", "words"):
        check_length(getattr(draft, field), WORDS_MAX, field)
    is_over = state.ended_on is not None
    if draft.kind is TieStepKind.RETURNED and not is_over:
        raise RuleBroken(_("This tie has not ended."))
    if draft.kind not in (TieStepKind.RETURNED, TieStepKind.ENDED) and is_over:
        raise RuleBroken(_("This tie has ended. Let it come back first."))
    is_last = draft.kind in (TieStepKind.ENDED, TieStepKind.RETURNED)
    border = max(earlier) if is_last else min(earlier)
    if draft.on < border:
        raise RuleBroken(_("Something of this tie is recorded on a later day. Choose that day or a later one."), "on")


def _check_day(day: date, today: date, field: str) -> None:
    if day > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), field)
    if day < today - YEARS_BACK:
        raise RuleBroken(_("This date is years ago. Check the year."), field)
