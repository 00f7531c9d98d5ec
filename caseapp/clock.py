"""The only clock. Instants are in UTC; days are those of the organisation's time zone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clocks of hosts may differ; what is stored as later than that comes from one that ran ahead."""


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The organisation's time zone."""
    try:
        return ZoneInfo(current_app.config["TIME_ZONE"])
    except RuntimeError:  # outside the application
        return ZoneInfo("Asia/Jerusalem")


def local(instant: datetime) -> datetime:
    """The instant in the organisation's time zone."""
    return instant.astimezone(zone())


def today() -> date:
    """Today's date in the organisation's time zone."""
    return local(now()).date()


# Today inside a statement: the day on which it is executed, not the one on which it was built.
TODAY: Any = sa.bindparam("today", callable_=today, type_=sa.Date)
