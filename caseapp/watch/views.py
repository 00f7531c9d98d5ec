"""The pages of those who look at how files are read."""

from caseapp.watch.blueprint import bp
from caseapp.watch.months import views as month_views
from caseapp.watch.people import views as people_views
from caseapp.watch.readings import views as reading_views

__all__ = ["bp", "month_views", "people_views", "reading_views"]
