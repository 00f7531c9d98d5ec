"""The goals of a report: where each began, where it stands, and its way over the period."""

from collections.abc import Iterator

from caseapp.charts.shapes import Picture, signed
from caseapp.documents.blocks import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Heading,
    Note,
    Span,
    Table,
    Tone,
    paragraph,
)
from caseapp.goals.rules import EXPECTED, GOAL_STATUS_NAMES, LEVEL_NAMES, GoalStatus
from caseapp.i18n import _
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.progress.pictures import ladder_picture, stairs_picture
from caseapp.reports.content import ClientProgress, GoalProgress
from caseapp.reports.rules import initials_of
from caseapp.reports.words import ABOUT
from caseapp.web.filters import day

UNKNOWN = "–"


def goal_blocks(progress: ClientProgress) -> Iterator[Block]:
    """The table of goals: baseline, expected, and where both raters see each now."""
    yield Heading(1, _("Goals"))
    if not progress.goals:
        yield paragraph(_("No goal has been agreed on in this period."), tone=Tone.QUIET)
        return
    columns = (
        Column(_("Goal"), weight=3.5),
        Column(_("Start"), ColumnKind.NUMBER, 1.1),
        Column(_("Expected"), ColumnKind.NUMBER, 1.4),
        Column(_("Now, by the mentor"), ColumnKind.NUMBER, 1.4),
        Column(str(ABOUT[progress.gender_form].own_rating), ColumnKind.NUMBER, 1.6),
        Column(_("Ladder"), ColumnKind.NUMBER, 2.6),
    )
    yield Table(columns, tuple(_row(goal, progress) for goal in progress.goals))
    yield Note(_legend())


def way_blocks(progress: ClientProgress) -> Iterator[Block]:
    """The ladder chart of each goal over the period."""
    for goal in progress.goals:
        yield Heading(2, goal.title)
        yield Figure(_way(goal, progress, 620), caption=_caption(goal), narrow=_way(goal, progress, 310))


def _way(goal: GoalProgress, progress: ClientProgress, width: float) -> Picture:
    return ladder_picture(
        goal.title,
        goal.baseline,
        goal.starts_on,
        goal.ratings,
        client=initials_of(progress.name),
        first=progress.period.starts_on,
        last=progress.period.ends_on,
        width=width,
    )


def _row(goal: GoalProgress, progress: ClientProgress) -> tuple[Cell, ...]:
    name = [paragraph(goal.title, tone=Tone.STRONG), paragraph(_about(goal), tone=Tone.QUIET)]
    ladder = stairs_picture(goal.title, goal.baseline, goal.now, client=initials_of(progress.name))
    return (
        tuple(name),
        signed(goal.baseline),
        signed(EXPECTED),
        (paragraph(Span(_level(goal.now.mentor), bold=True)),),
        (paragraph(Span(_level(goal.now.client), bold=True)),),
        (Figure(ladder),),
    )


def _about(goal: GoalProgress) -> str:
    words = [name_of(ListKind.DOMAINS, goal.domain)]
    if goal.status is GoalStatus.DRAFT:
        words.append(_("not yet agreed"))
    elif goal.status is not GoalStatus.ACTIVE:
        words.append(str(GOAL_STATUS_NAMES[goal.status]))
    if goal.target_on:
        words.append(_("until %(day)s", day=day(goal.target_on)))
    return " • ".join(words)


def _caption(goal: GoalProgress) -> str:
    """The levels that matter in words, where the ladder has them."""
    words = []
    if goal.ladder.get(EXPECTED):
        words.append(_("Expected: %(words)s.", words=goal.ladder[EXPECTED].rstrip(".")))
    now = goal.now.mentor
    if now is None:
        words.append(_("Not rated yet."))
    elif goal.ladder.get(now):
        words.append(_("Now, by the mentor: %(words)s.", words=goal.ladder[now].rstrip(".")))
    return " ".join(words)


def _legend() -> str:
    marks = _("Diamond: the mentor's rating. Circle: the client's own. Square: the start.")
    levels = ", ".join(f"{signed(level)} {str(LEVEL_NAMES[level]).lower()}" for level in LEVEL_NAMES)
    return f"{marks} {levels}."


def _level(level: int | None) -> str:
    return UNKNOWN if level is None else signed(level)
