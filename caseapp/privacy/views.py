"""The pages of the person's rights."""

from caseapp.privacy.blueprint import bp
from caseapp.privacy.desk import views as desk_views
from caseapp.privacy.erasure import views as erasure_views
from caseapp.privacy.holds import views as hold_views
from caseapp.privacy.notices import views as notice_views
from caseapp.privacy.requests import views as request_views
from caseapp.privacy.retention import views as retention_views
from caseapp.privacy.whole_file import views as whole_file_views

__all__ = [
    "bp",
    "desk_views",
    "erasure_views",
    "hold_views",
    "notice_views",
    "request_views",
    "retention_views",
    "whole_file_views",
]
