"""The pages of accounts, split by noun."""

from caseapp.accounts import account_views, link_views
from caseapp.accounts.blueprint import bp
from caseapp.accounts.deputies import views as deputy_views
from caseapp.accounts.joinings import views as joining_views
from caseapp.accounts.sign_in import passkey_views, second_step_views
from caseapp.accounts.sign_in import views as sign_in_views
from caseapp.accounts.users import team_views
from caseapp.accounts.users import views as user_views

PAGES = (
    sign_in_views,
    second_step_views,
    passkey_views,
    link_views,
    account_views,
    user_views,
    team_views,
    deputy_views,
    joining_views,
)

__all__ = ["PAGES", "bp"]
