"""Column types for ids, instants, decimals and enums."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: stored in UTC, refused without a time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Id(sa.Uuid[UUID]):
    """A UUID; kept as text on SQLite. One page reads the ids of the same few hundred rows thousands of times, and
    Python takes longer to make one from its text than SQLite to find it."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        processor_of: Any = super().result_processor
        return _uuid_of if processor_of(dialect, coltype) else None


@lru_cache(8192)
def _uuid_of(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


class Hundredths(TypeDecorator[Decimal]):
    """An exact number of at most two decimals, such as 2.5; stored as whole hundredths, alike on both engines."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != int(hundredths):
            raise ValueError("more than two decimals")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def word(kind: type[Enum]) -> sa.Enum:
    """A column for an enum, kept as its value, alike on both engines."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [str(member.value) for member in members],
    )
