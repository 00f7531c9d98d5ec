"""The pages of what must be done next, split by noun."""

from caseapp.followups import concern_views, follow_up_views
from caseapp.followups.blueprint import bp
from caseapp.followups.duty import views as duty_views

PAGES = (follow_up_views, concern_views, duty_views)

__all__ = ["PAGES", "bp"]
