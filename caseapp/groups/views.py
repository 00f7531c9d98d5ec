"""The pages of groups, split by noun."""

from caseapp.groups import day_views, group_views, member_views, note_views, roll_views
from caseapp.groups.blueprint import bp

PAGES = (group_views, member_views, day_views, roll_views, note_views)

__all__ = ["PAGES", "bp"]
