"""Small faults to plant in rules, queries and actions: one comparison, condition, sum, check or refusal each."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("rules.py", "queries.py", "actions.py")
SWAPPED = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
REACH_FOLDER, FAILED, ASKED = "CASEAPP_REACH", "failed", "asked"
CHECKS = ("check_", "ensure", "expect_")


@dataclass(frozen=True)
class Mutant:
    """One fault: in which file and line, which text it replaces and by what."""

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def planted_in(self, text: str) -> str:
        """The file's text with the fault."""
        return text[: self.start] + self.after + text[self.end :]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before!r} -> {self.after!r}"


class Places:
    """A file's text, in which faults are planted by line and column."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def place(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def between(self, first: tuple[int, int], last: tuple[int, int], after: str, line: int | None = None) -> Mutant:
        """The fault that replaces what stands between; `line` is where tests reach it, if elsewhere."""
        start, end = self.place(*first), self.place(*last)
        return Mutant(self.path, line or first[0], start, end, self.text[start:end], after)

    def mutant(self, node: ast.AST, after: str, line: int | None = None) -> Mutant:
        """The fault that replaces a node."""
        return self.between(first_of(node), last_of(node), after, line)


def mutants_of(root: Path) -> list[Mutant]:
    """Every fault that can be planted in the rooms below `root`, in a fixed order."""
    paths = sorted(
        path for path in (root / "caseapp").rglob("*.py") if path.name.endswith(ROOMS) and path.parent.name != "demo"
    )
    return [
        mutant for path in paths for mutant in mutants_in(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    ]


def mutants_in(path: str, text: str) -> list[Mutant]:
    """The faults of one file; only inside functions, because tests reach lines there."""
    places = Places(path, text)
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    found = {
        places.between(*fault)
        for function in functions
        for inner in function.body
        for node in ast.walk(inner)
        for fault in faults(node)
    }
    return sorted(found, key=lambda each: (each.start, each.after))


Fault = tuple[tuple[int, int], tuple[int, int], str]


def faults(node: ast.AST) -> Iterator[Fault]:
    """Where a fault begins and ends, as line and column, and what stands there instead."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPPED:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        yield first_of(node), last_of(node), f"{left} {SWAPPED[type(node.ops[0])]} {right}"
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield first_of(node), last_of(node), "(" + word.join(f"({ast.unparse(value)})" for value in node.values) + ")"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield first_of(node), last_of(node), f"bool({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
        yield first_of(node), last_of(node), f"return {not node.value.value}"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign = "-" if isinstance(node.op, ast.Add) else "+"
        yield first_of(node), last_of(node), f"({ast.unparse(node.left)} {sign} {ast.unparse(node.right)})"
    elif isinstance(node, ast.Raise):
        yield first_of(node), last_of(node), "pass"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if ast.unparse(node.value.func).startswith(CHECKS):
            yield first_of(node), last_of(node), "pass"
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "where"
        and len(node.args) > 1
        and not any(isinstance(each, ast.Starred) for each in node.args[-2:])
    ):
        yield last_of(node.args[-2]), last_of(node.args[-1]), ""


def first_of(node: ast.AST) -> tuple[int, int]:
    """Line and column at which the node begins."""
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


def last_of(node: ast.AST) -> tuple[int, int]:
    """Line and column behind the node."""
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
