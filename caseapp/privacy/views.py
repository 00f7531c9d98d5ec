"""The pages of the person's rights."""

from caseapp.privacy.blueprint import bp
from caseapp.privacy.whole_file import views as whole_file_views

__all__ = ["bp", "whole_file_views"]
