"""What a page may cost: the figures of `budgets.toml`, and how they are counted.

None of them depends on the machine: the statements that are sent, the rows that come back, the instructions of SQLite's
own machine, the texts that are asked for, the values that are sealed or opened and the bytes of the answer.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from werkzeug.test import TestResponse

from caseapp import i18n
from caseapp.db.sealing import seal_bytes, unseal_bytes

BUDGETS = Path(__file__).with_name("budgets.toml")
TEXTS = frozenset(each.__code__ for each in (i18n._, i18n.ngettext, i18n._shown, i18n._shown_number))
READS = ("SELECT", "WITH")
COUNTED = (*READS, "INSERT", "UPDATE", "DELETE")
SEALS = frozenset((seal_bytes.__code__, unseal_bytes.__code__))
EVERY = 10  # instructions of SQLite between two calls of the counter


@dataclass
class Cost:
    """What one answer cost; SQLite alone counts its instructions."""

    statements: int = 0
    rows: int = 0
    instructions: int = 0
    texts: int = 0
    seals: int = 0
    bytes: int = 0


def read_budgets() -> dict[str, dict[str, float]]:
    """The most that each page may cost, by its name."""
    return tomllib.loads(BUDGETS.read_text())


def over_budget(name: str, found: dict[str, float]) -> list[str]:
    """The figures that are above the budget of that page, in sentences."""
    budget = read_budgets()[name]
    return [
        f"{name}: {figure} {found[figure]:g}, and the budget is {budget[figure]:g}"
        for figure in found
        if figure in budget and found[figure] > budget[figure]
    ]


def cost_of(engine: sa.Engine, fetch: Callable[[], TestResponse]) -> Cost:
    """What that page or save costs."""
    cost = Cost()
    with _statements_counted(engine, cost), _calls_counted(cost):
        response = fetch()
    cost.bytes = len(response.data)
    return cost


def figures(cost: Cost) -> dict[str, float]:
    """The cost by name."""
    return {field.name: getattr(cost, field.name) for field in fields(cost)}


@contextmanager
def _statements_counted(engine: sa.Engine, cost: Cost) -> Iterator[None]:
    is_counting_rows = False

    def step() -> int:
        cost.instructions += 0 if is_counting_rows else EVERY
        return 0

    def before(connection: sa.Connection, *_rest: Any) -> None:
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.set_progress_handler(step, EVERY)

    def after(
        connection: sa.Connection, cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        nonlocal is_counting_rows
        cost.statements += statement.lstrip().upper().startswith(COUNTED)
        if many or not statement.lstrip().upper().startswith(READS):
            return
        is_counting_rows = True
        again = connection.connection.cursor()
        again.execute(f"SELECT count(*) FROM ({statement}) AS counted", parameters)
        cost.rows += again.fetchone()[0]
        again.close()
        is_counting_rows = False

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)
        engine.dispose()  # with the counters of its connections


@contextmanager
def _calls_counted(cost: Cost) -> Iterator[None]:
    def called(frame: Any, what: str, _argument: Any) -> None:
        if what == "call":
            cost.texts += frame.f_code in TEXTS
            cost.seals += frame.f_code in SEALS

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield
    finally:
        sys.setprofile(before)
