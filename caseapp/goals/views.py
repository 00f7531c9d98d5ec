"""The pages of goals, split by noun."""

from caseapp.goals import goal_views, life_views, step_views
from caseapp.goals.blueprint import bp

PAGES = (goal_views, life_views, step_views)

__all__ = ["PAGES", "bp"]
