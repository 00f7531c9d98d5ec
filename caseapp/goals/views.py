"""The pages of goals, split by noun."""

from caseapp.goals import goal_views
from caseapp.goals.answers import views as answer_views
from caseapp.goals.blueprint import bp
from caseapp.goals.own_levels import views as own_level_views
from caseapp.goals.status import views as life_views
from caseapp.goals.steps import views as step_views
from caseapp.goals.wins import views as win_views

PAGES = (goal_views, life_views, step_views, win_views, answer_views, own_level_views)

__all__ = ["PAGES", "bp"]
