"""The pages of ties, split by noun."""

from caseapp.ties import answer_views, step_views, tie_views
from caseapp.ties.blueprint import bp
from caseapp.ties.figure import views as figure_views

PAGES = (tie_views, step_views, answer_views, figure_views)

__all__ = ["PAGES", "bp"]
