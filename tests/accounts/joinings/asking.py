"""An administrator lets people in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.accounts.models import Joining, User
from caseapp.accounts.password_actions import issue_link, use_link
from caseapp.accounts.rules import LinkPassword
from caseapp.accounts.users.actions import invite_person
from caseapp.accounts.users.rules import NewPerson
from caseapp.db import IdempotencyKey, db
from caseapp.errors import RuleBroken
from caseapp.i18n import in_language

NEW = "amber lake, seven spoons"
DAY = timedelta(days=1)


def fresh_key() -> IdempotencyKey:
    return IdempotencyKey(uuid7(), b"words")


def invited(admin: User, role: str, team, username: str = "dana") -> User:
    """Somebody new, whose link is not used yet."""
    new = NewPerson(username=username, name="Dana", role=role, team_id=team.id if team else None, language="en")
    return invite_person(admin, new, DAY, fresh_key()).person


def used_link(admin: User, person: User) -> User:
    """A password chosen by a one-time link that the administrator made."""
    use_link(LinkPassword(issue_link(admin, person, DAY), NEW), "", None)
    return person


def newest_joining() -> Joining:
    found = sa.select(Joining).order_by(Joining.asked_at.desc(), Joining.id.desc()).limit(1)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def refusal_of(act: Callable[[], Any]) -> str:
    """The sentence with which it is refused."""
    with pytest.raises(RuleBroken) as caught, in_language("en"):
        act()
    with in_language("en"):
        return str(caught.value)
