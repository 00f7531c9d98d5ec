"""The pages of activities, split by noun."""

from caseapp.activities import amendment_views, note_views, plan_views
from caseapp.activities.blueprint import bp

PAGES = (note_views, plan_views, amendment_views)

__all__ = ["PAGES", "bp"]
