"""The pages of the person's rights."""

from caseapp.privacy.blueprint import bp
from caseapp.privacy.desk import views as desk_views
from caseapp.privacy.requests import views as request_views
from caseapp.privacy.whole_file import views as whole_file_views

__all__ = ["bp", "desk_views", "request_views", "whole_file_views"]
