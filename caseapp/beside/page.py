"""What the pages of a client's own things show."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.beside.rules import BesideViewer
from caseapp.charts.svg import small_svg
from caseapp.circles.queries import latest_ties
from caseapp.goals.own_levels.queries import OwnLevelRow, own_levels
from caseapp.goals.queries import GoalRow, list_goals
from caseapp.goals.rules import LEVELS, GoalStatus, level_words
from caseapp.goals.wins.queries import wins_of
from caseapp.goodbyes.queries import present_goodbye
from caseapp.i18n import _, language
from caseapp.measures.queries import offered
from caseapp.measures.words import name_in
from caseapp.progress.chart_words import stairs_picture
from caseapp.progress.rules import CurrentRatings
from caseapp.reports.queries import ReportDetails, list_reports
from caseapp.reports.status_rules import ReportStatus
from caseapp.ties.queries import open_questions

SHOWN = (GoalStatus.ACTIVE, GoalStatus.COMPLETED)


@dataclass(frozen=True)
class OwnGoal:
    """A goal as the client sees it: the own words, the steps in words, and where the client is on them."""

    goal: GoalRow
    stairs: Markup
    levels: tuple[tuple[str, bool], ...]

    @property
    def is_reached(self) -> bool:
        """Whether it was completed."""
        return self.goal.status is GoalStatus.COMPLETED


@dataclass(frozen=True)
class OwnPage:
    """One row of the page from which everything of the client's own is opened."""

    url: str
    icon: str
    kind: str
    label: str
    detail: str = ""


def holder() -> BesideViewer | None:
    """Whoever holds the screen, for the layout; nothing outside of this mode."""
    viewer: BesideViewer | None = g.get("with_client")
    return viewer


def my_goals(viewer: Viewer, client_id: Any) -> list[OwnGoal]:
    """The client's goals that were agreed on, those in progress first."""
    said = own_levels(viewer, client_id)
    goals = (goal for goal in list_goals(viewer, client_id) if goal.status in SHOWN)
    return [_own_goal(goal, said.get(goal.id)) for goal in goals]


def my_pages(viewer: BesideViewer, reports: list[ReportDetails]) -> list[OwnPage]:
    """What there is to open. A page that is declared safe gets its row here."""
    rows = [OwnPage(url_for("beside.list_my_goals"), "target", "fig", _("My goals"), _("And where I am on the way"))]
    if latest_ties(viewer, viewer.client_id):
        rows.append(
            OwnPage(url_for("beside.show_my_circle"), "circle-dot", "fig", _("My circle"), _("The people around me"))
        )
    if open_questions(viewer):
        asked = _("A question about the people and places of mine")
        rows.append(OwnPage(url_for("beside.list_my_questions"), "clock", "voice", _("Still there?"), asked))
    lately = wins_of(viewer, viewer.client_id, limit=1)
    told = _("Lately: “%(words)s”", words=lately[0].words) if lately else _("Small things count")
    here = url_for("goals.list_wins", client_id=viewer.client_id)
    rows.append(OwnPage(here, "sprout", "voice", _("What went well for me"), told))
    talk = url_for("areas.new_talk", client_id=viewer.client_id)
    rows.append(OwnPage(talk, "message-square", "voice", _("How I am, in each area"), _("In my own words")))
    for each in offered(language()):
        here = url_for("measures.new_measure", client_id=viewer.client_id, code=each.code)
        rows.append(
            OwnPage(here, "chart-column", "voice", name_in(each), _("A few questions, each of which can be skipped"))
        )
    here = url_for("goals.list_answers", client_id=viewer.client_id)
    rows.append(OwnPage(here, "message-square", "voice", _("What I say to it"), _("To my goals and to the plan")))
    here = url_for("directory.edit_interests", client_id=viewer.client_id)
    rows.append(OwnPage(here, "heart", "voice", _("What I enjoy, what I would try"), _("Cards with pictures")))
    if present_goodbye(viewer, viewer.client_id):
        told = _("What stays, who helps, and what to do when it gets hard")
        rows.append(OwnPage(url_for("beside.show_my_goodbye"), "heart", "voice", _("When we say goodbye"), told))
    rows += [
        OwnPage(
            url_for("reports.take_client_part", report_id=report.id),
            "signature",
            "fig",
            _("Read and sign"),
            _("A report waits for your answer"),
        )
        for report in reports
    ]
    return rows


def reports_to_answer(viewer: Viewer, client_id: Any) -> list[ReportDetails]:
    """The reports that can be read together now, and signed."""
    return [each for each in list_reports(viewer, client_id) if each.status is ReportStatus.SUBMITTED]


def _own_goal(goal: GoalRow, said: OwnLevelRow | None) -> OwnGoal:
    here, on = (said.level, said.on) if said else (goal.client_level, goal.rated_on)
    now = CurrentRatings(here, None, on)
    levels = tuple((level_words(goal.ladder, level), level == here) for level in reversed(LEVELS))
    return OwnGoal(goal, small_svg(stairs_picture(goal.client_words, goal.baseline, now, client=_("Me"))), levels)
