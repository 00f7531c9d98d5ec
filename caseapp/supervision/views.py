"""The pages of supervision, split by noun."""

from caseapp.supervision import board_views, point_views, reader_views, team_log_views, trail_views
from caseapp.supervision.blueprint import bp

PAGES = (board_views, point_views, reader_views, team_log_views, trail_views)

__all__ = ["PAGES", "bp"]
