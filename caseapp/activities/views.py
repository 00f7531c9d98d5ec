"""The pages of activities, split by noun."""

from caseapp.activities import note_views
from caseapp.activities.amendments import views as amendment_views
from caseapp.activities.blueprint import bp
from caseapp.activities.messages import views as message_views
from caseapp.activities.outings import views as outing_views
from caseapp.activities.plans import views as plan_views

PAGES = (note_views, plan_views, amendment_views, message_views, outing_views)

__all__ = ["PAGES", "bp"]
