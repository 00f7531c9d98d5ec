"""Signs that a client's ties fade or begin, as columns of statements about clients."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.clients.models import Client
from caseapp.ties.models import Tie


def tie_faded_on(first_on: date, last_on: date) -> sa.ScalarSelect[date | None]:
    """The first sign in these days of a tie that fades with no visit planned since, as a column of a statement about
    clients."""
    return _of_ties(sa.func.min(Tie.faded_on), Tie.faded_on.between(first_on, last_on))


def tie_lost_on(first_on: date, last_on: date) -> sa.ScalarSelect[date | None]:
    """The last sign in these days that a tie is lost which had gone on alone: it fades with no visit planned since, or
    has ended and not come back. A column of a statement about clients."""
    sign = sa.func.coalesce(Tie.faded_on, Tie.ended_on)
    return _of_ties(sa.func.max(sign), Tie.alone_on.is_not(None), sign.between(first_on, last_on))


def tie_begun_on(day: date) -> sa.ScalarSelect[date | None]:
    """The day up to `day` on which the newest tie was thought of, as a column of a statement about clients."""
    return _of_ties(sa.func.max(Tie.thought_on), Tie.thought_on <= day)


def _of_ties(value: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[date | None]:
    found = sa.select(value).where(Tie.client_id == Client.id, *conditions, Tie.not_in_error())
    return found.correlate(Client).scalar_subquery()
