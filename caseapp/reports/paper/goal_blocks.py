"""The goals of a report: where each began, where it is now, and its course over the period."""

from collections.abc import Iterator

from caseapp.charts.shapes import Picture, signed
from caseapp.documents.blocks import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Facts,
    Figure,
    Heading,
    Note,
    Span,
    Table,
    Tone,
    paragraph,
)
from caseapp.goals.rules import EXPECTED, GOAL_STATUS_NAMES, LEVEL_NAMES, GoalStatus, level_words
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.progress.chart_words import ladder_picture, stairs_picture
from caseapp.reports.content_rules import ClientProgress, GoalProgress
from caseapp.reports.kind_rules import Detail, SectionKind
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList
from caseapp.reports.paper.words import ABOUT, heading_of
from caseapp.reports.rules import initials_of
from caseapp.web.filters import day

UNKNOWN, MINUS = "–", "−"
SMALLEST = 0.05
RATINGS = RecordFilter(RecordList.RATINGS).source()
RATED_GOALS = RecordFilter(RecordList.RATED_GOALS)


def goal_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """The goals: in figures and charts, or only in words."""
    yield Heading(1, heading_of(progress.kind, SectionKind.GOALS, _("Goals")), RATINGS)
    if not progress.goals:
        yield paragraph(_("No goals were agreed in this period."), tone=Tone.QUIET)
    elif detail is Detail.SHORT:
        yield from _in_words(progress)
    else:
        yield _table(progress)
        yield Note(_legend())
        yield from _attained(progress)
        yield from _courses(progress)


def _in_words(progress: ClientProgress) -> Iterator[Block]:
    """Where each goal began, what was hoped for and where it is now, in the words of its ladder, without figures."""
    for goal in progress.goals:
        yield Heading(2, goal.title)
        now = goal.now.mentor
        levels = ((_("At the start"), goal.baseline), (_("What we hoped for"), EXPECTED), (_("Now"), now))
        yield Facts(tuple((name, level_words(goal.ladder, level)) for name, level in levels if level is not None))


def _attained(progress: ClientProgress) -> Iterator[Block]:
    """The T-score, where goals were rated."""
    if attained := progress.attained:
        rated = _("%(rated)s of %(all)s", rated=attained.goals, all=len(progress.goals))
        yield Facts(
            (
                (_("Goal attainment (T-score) at the start"), f"{attained.baseline:.1f}"),
                (_("Goal attainment (T-score) now"), f"{attained.now:.1f}"),
                (_("Difference"), _change(attained.change)),
                (_("Rated goals"), rated),
            ),
            (*(RATED_GOALS.source(),) * 3, RATED_GOALS.source(counts=attained.goals)),
        )
        yield Note(
            _(
                "The T-score shows how far the goals were reached, each counted by its weight: 50 means "
                "reached as expected, higher means more than expected. Formula: Kiresuk and Sherman, 1968."
            )
            + " "
            + _("It is counted from the mentor's ratings.")
        )


def _change(points: float) -> str:
    """+4.2, −1.0, and a plain 0.0 without a sign."""
    return "0.0" if abs(points) < SMALLEST else f"{points:+.1f}".replace("-", MINUS)


def _table(progress: ClientProgress) -> Table:
    """Baseline, expected, and where both raters see each goal now."""
    columns = (
        Column(_("Goal"), weight=3.5),
        Column(_("Start"), ColumnKind.NUMBER, 1.1),
        Column(_("Expected"), ColumnKind.NUMBER, 1.4),
        Column(_("Now, rated by the mentor"), ColumnKind.NUMBER, 1.4),
        Column(str(ABOUT[progress.gender_form].own_rating), ColumnKind.NUMBER, 1.6),
        Column(_("Difference"), ColumnKind.NUMBER, 1.4),
        Column(_("Ladder"), ColumnKind.NUMBER, 2.6),
    )
    return Table(columns, tuple(_row(goal, place, progress) for place, goal in enumerate(progress.goals)))


def _courses(progress: ClientProgress) -> Iterator[Block]:
    """The ladder chart of each goal over the period."""
    for goal in progress.goals:
        yield Heading(2, goal.title)
        yield Figure(_course(goal, progress, 620), caption=_caption(goal), narrow=_course(goal, progress, 310))


def _course(goal: GoalProgress, progress: ClientProgress, width: float) -> Picture:
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


def _row(goal: GoalProgress, place: int, progress: ClientProgress) -> tuple[Cell, ...]:
    name = [paragraph(goal.title, tone=Tone.STRONG), paragraph(_about(goal), tone=Tone.QUIET)]
    if goal.steps:
        source = RecordFilter(RecordList.STEPS_DONE, goal=place).source(counts=goal.steps_done)
        name.append(paragraph(_steps_words(goal), tone=Tone.QUIET, source=source))
    ladder = stairs_picture(goal.title, goal.baseline, goal.now, client=initials_of(progress.name))
    return (
        tuple(name),
        signed(goal.baseline),
        signed(EXPECTED),
        (paragraph(Span(_level(goal.now.mentor), bold=True)),),
        (paragraph(Span(_level(goal.now.client), bold=True)),),
        _level(goal.difference),
        (Figure(ladder),),
    )


def _about(goal: GoalProgress) -> str:
    words = [name_of(ListKind.DOMAINS, goal.domain)]
    if goal.status is GoalStatus.DRAFT:
        words.append(_("not yet agreed"))
    elif goal.status is not GoalStatus.ACTIVE:
        words.append(str(GOAL_STATUS_NAMES[goal.status]))
    if goal.target_on:
        words.append(_("by %(day)s", day=day(goal.target_on)))
    return " • ".join(words)


def _steps_words(goal: GoalProgress) -> str:
    return ngettext("%(done)s of %(num)s step done", "%(done)s of %(num)s steps done", goal.steps, done=goal.steps_done)


def _caption(goal: GoalProgress) -> str:
    """The levels that matter in words, where the ladder has them."""
    words = []
    if goal.ladder.get(EXPECTED):
        words.append(_("Expected: %(words)s.", words=goal.ladder[EXPECTED].rstrip(".")))
    now = goal.now.mentor
    if now is None:
        words.append(_("Not rated yet."))
    elif goal.ladder.get(now):
        words.append(_("Now, rated by the mentor: %(words)s.", words=goal.ladder[now].rstrip(".")))
    return " ".join(words)


def _legend() -> str:
    marks = _("Diamond: mentor's rating. Circle: client's own. Square: start.")
    levels = _(", ").join(f"{signed(level)} {str(LEVEL_NAMES[level]).lower()}" for level in LEVEL_NAMES)
    return f"{marks} {levels}."


def _level(level: int | None) -> str:
    return UNKNOWN if level is None else signed(level)
