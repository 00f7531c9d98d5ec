"""The pages of accounts, split by noun."""

from caseapp.accounts import account_views, deputy_views, link_views, sign_in_views, team_views, user_views
from caseapp.accounts.blueprint import bp

PAGES = (sign_in_views, link_views, account_views, user_views, team_views, deputy_views)

__all__ = ["PAGES", "bp"]
