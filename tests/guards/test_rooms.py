"""What stands where: commits, narrowing, viewers, sizes. Each check is seen to fail on a planted hole."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "caseapp"
NARROWING = re.compile(r"(clients|groups)/queries\.py$|db/(query_guards|prepared)\.py$")
MARKUP_ROOMS = re.compile(
    r"^caseapp/(i18n/__init__|isolates)|charts/svg\.py$|web/parts\.py$|documents/html(_file)?\.py$"
)
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 40, 15
MOST_MODULES = 15


@dataclass(frozen=True)
class Source:
    """One file of the package."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[ast.FunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                yield node


def house() -> list[Source]:
    return [
        Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "_root" not in path.parts
    ]


def calls(source: Source, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def commits_elsewhere(source: Source) -> list[str]:
    """Only the write transaction commits; backups and key checks work below it on connections of their own."""
    if source.path == "caseapp/db/transactions.py":
        return []
    return [f"{source.path}:{call.lineno} commits" for call in calls(source, {"commit"})]


def narrows_elsewhere(source: Source) -> list[str]:
    """Only the visibility functions make the mark that the tripwire asks for."""
    if NARROWING.search(source.path):
        return []
    return [
        f"{source.path}:{number} narrows by itself"
        for number, line in enumerate(source.text.splitlines(), 1)
        if "narrowed_" in line or re.search(r"\bNARROWED\b", line)
    ]


def queries_without_viewer(source: Source) -> list[str]:
    """A public query that returns rows says first who looks; building blocks of statements are exempt."""
    if not re.search(r"(^|/|_)queries\.py$", source.path) or source.path.startswith(
        ("caseapp/accounts", "caseapp/audit")
    ):
        return []
    blocks = {"for_maintenance", "sees", "find_signed_file"}
    return [
        f"{source.path}:{function.lineno} {function.name} does not begin with the viewer"
        for function in source.tree.body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and function.name not in blocks
        and (not function.args.args or function.args.args[0].arg != "viewer")
        and any(calls(Source(source.path, ast.unparse(function)), {"execute", "scalars", "scalar"}))
    ]


def selects_elsewhere(source: Source) -> list[str]:
    """Rows are asked for in queries, or by an action that is about to change them; the kernel asks for its own."""
    path = source.path.removeprefix("caseapp/")
    if path.startswith(("db/", "audit/", "app/", "cli/", "demo/", "i18n/")) or path.endswith(
        ("queries.py", "actions.py")
    ):
        return []
    if path in ("accounts/sign_in/sessions.py", "accounts/throttling.py", "batches/queue.py"):
        return []
    return [f"{source.path}:{call.lineno} selects" for call in calls(source, {"select", "scalars", "execute"})]


def marked_safe(source: Source) -> list[str]:
    """Text becomes markup in six rooms only, which escape it."""
    if MARKUP_ROOMS.search(source.path):
        return []
    return [f"{source.path}:{call.lineno} makes markup" for call in calls(source, {"Markup"})]


def raw_sql_outside_the_store(source: Source) -> list[str]:
    """`text()` and `connection.execute` are invisible to the tripwire."""
    if source.path.startswith("caseapp/db/"):
        return []
    found = [*calls(source, {"exec_driver_sql", "connect", "raw_connection"})]
    return [
        f"{source.path}:{call.lineno} reaches past the session"
        for call in found
        if isinstance(call.func, ast.Attribute) and "engine" in ast.unparse(call.func.value)
    ]


def too_long(source: Source) -> list[str]:
    """Files, functions and views that ask to be split."""
    found = []
    if len(source.text.splitlines()) > LONGEST_FILE:
        found.append(f"{source.path} has {len(source.text.splitlines())} lines")
    for function in source.functions():
        length = (function.end_lineno or 0) - function.lineno + 1
        is_view = any("route" in ast.unparse(decorator) for decorator in function.decorator_list)
        limit = LONGEST_VIEW if is_view and source.path.endswith("views.py") else LONGEST_FUNCTION
        if length > limit:
            found.append(f"{source.path}:{function.lineno} {function.name} has {length} lines, {limit} are allowed")
    return found


def f_strings_in_messages(source: Source) -> list[str]:
    """A message is one whole sentence that can be found in the catalogue."""
    if source.path == "caseapp/i18n/__init__.py":
        return []
    return [
        f"{source.path}:{call.lineno} translates text that is made while running"
        for call in calls(source, {"_", "_l", "ngettext", "_ln", "gettext"})
        if call.args and not isinstance(call.args[0], ast.Constant)
    ]


def clocks_elsewhere(source: Source) -> list[str]:
    """There is one clock."""
    if source.path == "caseapp/clock.py" or source.path.startswith("caseapp/cli/serving/"):
        return []
    return [
        f"{source.path}:{call.lineno} reads another clock"
        for call in calls(source, {"now", "today", "utcnow"})
        if isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) in ("datetime", "date", "datetime.datetime", "datetime.date")
    ]


CHECKS: dict[Callable[[Source], list[str]], Source] = {
    commits_elsewhere: Source("caseapp/goals/actions.py", "def f():\n    db.session.commit()\n"),
    narrows_elsewhere: Source("caseapp/goals/queries.py", "x = bindparam('narrowed_to_me', True)\n"),
    queries_without_viewer: Source(
        "caseapp/goals/queries.py", "def list_goals(client_id):\n    return db.session.execute(1)\n"
    ),
    selects_elsewhere: Source("caseapp/goals/page.py", "db.session.execute(sa.select(Goal))\n"),
    marked_safe: Source("caseapp/goals/views.py", "x = Markup('<b>')\n"),
    raw_sql_outside_the_store: Source("caseapp/goals/queries.py", "db.engine.connect()\n"),
    too_long: Source("caseapp/goals/rules.py", "def f():\n" + "    x = 1\n" * 45),
    f_strings_in_messages: Source("caseapp/goals/views.py", "_(f'{n} goals')\n"),
    clocks_elsewhere: Source("caseapp/goals/actions.py", "date.today()\n"),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_its_rules(check: Callable[[Source], list[str]]) -> None:
    assert [fault for source in house() for fault in check(source)] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_finds_a_planted_hole(check: Callable[[Source], list[str]]) -> None:
    assert check(CHECKS[check])


def crowded(folders: Mapping[str, int]) -> list[str]:
    """Folders that ask to be split by noun."""
    return [f"{folder} holds {count} modules" for folder, count in folders.items() if count > MOST_MODULES]


def test_no_folder_is_crowded() -> None:
    modules = [path.parent for top in ("caseapp", "tests") for path in (ROOT / top).rglob("*.py")]
    assert crowded(Counter(str(folder.relative_to(ROOT)) for folder in modules)) == []


def test_a_crowded_folder_is_found() -> None:
    assert crowded({"caseapp/goals": MOST_MODULES, "caseapp/reports": MOST_MODULES + 1}) == [
        "caseapp/reports holds 16 modules"
    ]


def namesakes(sources: Iterable[Source]) -> list[str]:
    """Classes that share a name, so that whoever searches finds the wrong one."""
    names = Counter(node.name for source in sources for node in source.tree.body if isinstance(node, ast.ClassDef))
    return [name for name, count in names.items() if count > 1]


def test_a_class_name_stands_for_one_class() -> None:
    assert namesakes(house()) == []
    assert namesakes([Source("a.py", "class Draft: ..."), Source("b.py", "class Draft: ...")]) == ["Draft"]
