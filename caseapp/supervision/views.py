"""The pages of supervision, split by noun."""

from caseapp.supervision.approvals import views as approval_views
from caseapp.supervision.blueprint import bp
from caseapp.supervision.board import views as board_views
from caseapp.supervision.leaving import views as leaving_views
from caseapp.supervision.mirrors import gap_views, practice_views
from caseapp.supervision.points import views as point_views
from caseapp.supervision.trail import reader_views, team_log_views
from caseapp.supervision.trail import views as trail_views

PAGES = (
    *(approval_views, board_views, gap_views, leaving_views, point_views, practice_views),
    *(reader_views, team_log_views, trail_views),
)

__all__ = ["PAGES", "bp"]
