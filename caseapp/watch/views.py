"""The pages of those who look at how files are read."""

from caseapp.watch.blueprint import bp
from caseapp.watch.readings import views as reading_views

__all__ = ["bp", "reading_views"]
