"""The pages of groups, split by noun."""

from caseapp.groups import group_views
from caseapp.groups.attendance import views as roll_views
from caseapp.groups.blueprint import bp
from caseapp.groups.members import views as member_views
from caseapp.groups.notes import views as note_views
from caseapp.groups.schedule import views as day_views

PAGES = (group_views, member_views, day_views, roll_views, note_views)

__all__ = ["PAGES", "bp"]
