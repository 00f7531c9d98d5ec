"""A client's ties as a page shows them: the question of today, each with its path and what happened."""

from dataclasses import dataclass
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clock import today
from caseapp.ties.path_rules import PathPoint, path_of
from caseapp.ties.queries import (
    JoinedGroup,
    TieRow,
    TieStepRow,
    groups_not_followed,
    list_ties,
    newest_step,
    questions_about,
)
from caseapp.ties.rules import TieStanding, TieState
from caseapp.ties.words import badge_of


@dataclass(frozen=True)
class TieCard:
    """A tie with its path; `badge` is colour, icon and word, `week` that of today's question, `newest` the step that
    can be taken back."""

    tie: TieRow
    state: TieState
    points: list[PathPoint]
    badge: tuple[str, str, str]
    week: int | None
    newest: TieStepRow | None
    standing: TieStanding | None

    @property
    def plan(self) -> TieStepRow | None:
        """The latest plan of a visit."""
        return next((step for step in reversed(self.tie.steps) if step.visit_on or step.way or step.say), None)

    @property
    def learnt(self) -> str:
        """What was learnt when it ended."""
        return self.tie.learnt if self.state.ended_on else ""


@dataclass(frozen=True)
class TiesPage:
    """A client's ties, those that are asked about first; and the groups that could be followed."""

    cards: list[TieCard]
    struck: list[TieRow]
    groups: list[JoinedGroup]

    @property
    def counted(self) -> list[TieCard]:
        """The ties of the figure's denominator, those that last first."""
        order = list(TieStanding)
        found = [card for card in self.cards if card.standing]
        return sorted(found, key=lambda card: order.index(card.standing or TieStanding.NOT_KNOWN))

    def standing(self, standing: TieStanding) -> list[TieCard]:
        """The counted ties that stand so."""
        return [card for card in self.cards if card.standing == standing]

    @property
    def questions(self) -> list[TieCard]:
        """The ties that are asked about today."""
        return [card for card in self.cards if card.week]


def ties_page(viewer: Viewer, client_id: UUID) -> TiesPage:
    """What the page of a client's ties shows."""
    ties = list_ties(viewer, client_id)
    valid = [tie for tie in ties if not tie.is_in_error]
    asked = questions_about(valid)
    return TiesPage(
        cards=[_card(tie, asked.get(tie.id)) for tie in valid],
        struck=[tie for tie in ties if tie.is_in_error],
        groups=groups_not_followed(viewer, client_id),
    )


def _card(tie: TieRow, week: int | None) -> TieCard:
    state = tie.state
    points = path_of(tie.thought_on, tie.steps, state, today())
    return TieCard(tie, state, points, badge_of(tie, today()), week, newest_step(tie.steps), tie.standing(today()))
