"""Every guard, taken away: doors, proof, checks, refusals, tokens, escaping, sealing, versions, entries of the trail.

Found by their shape in the source, so that a guard that is written tomorrow is among them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.mutations.mutants import CHECKS, Mutant, Places

LET_IN = "(lambda view: vars(view).update(access=None) or view)"
ANYBODY = "requires(Capability.USE_OWN_ACCOUNT)"
HOOKS = ("before_request", "after_request", "before_app_request")
ENTRIES = ("record", "record_reading", "record_alone")
REFUSING = ("access", "accounts", "app", "beside", "audit", "db", "web")
SEALED = ("Sealed", "SealedBytes")
UNTRIED = ("demo", "translations")


def guards_of(root: Path) -> list[Mutant]:
    """Every guard below `root`, taken away, in a fixed order."""
    paths = sorted(path for path in (root / "caseapp").rglob("*.py") if not {*UNTRIED} & {*path.parts})
    return [
        guard for path in paths for guard in guards_in(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    ]


def guards_in(path: str, text: str) -> list[Mutant]:
    """The guards of one file, taken away."""
    places = Places(path, text)
    tree = ast.parse(text)
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = {each for body in bodies for each in doors(places, body)}
    found |= {each for node in ast.walk(tree) for each in calls(places, node)}
    found |= {each for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in seals(places, node)}
    if path.split("/")[1] in REFUSING and not path.endswith("rules.py"):
        found |= {
            places.mutant(node, "pass") for body in bodies for node in ast.walk(body) if isinstance(node, ast.Raise)
        }
    return sorted(found, key=lambda each: (each.start, each.after))


def doors(places: Places, view: ast.FunctionDef) -> Iterator[Mutant]:
    """A door that lets everybody in who is signed in, or everybody; a proof that is not asked for; a check of every
    request that is not made. Tests reach them by asking for the view."""
    for door in view.decorator_list:
        words = ast.unparse(door)
        if words == ANYBODY:
            yield places.mutant(door, LET_IN, line=view.decorator_list[0].lineno)
        elif words.startswith("requires("):
            yield places.mutant(door, ANYBODY, line=view.decorator_list[0].lineno)
        elif words.endswith(("needs_fresh_proof", *HOOKS)):
            yield places.mutant(door, "(lambda view: view)", line=view.decorator_list[0].lineno)


def calls(places: Places, node: ast.AST) -> Iterator[Mutant]:
    """A check, an entry of the trail, a check of every request or of the token that is left out; text that is not
    escaped."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = ast.unparse(node.value.func)
        name = called.rpartition(".")[2]
        if name.startswith(CHECKS) or name in ENTRIES or called.startswith("csrf.") or name in HOOKS:
            yield places.mutant(node, "pass")
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("escape", "Markup.escape") and node.args:
        raw = "Markup" if ast.unparse(node.func) == "Markup.escape" else "str"
        yield places.mutant(node, f"{raw}({ast.unparse(node.args[0])})")


def seals(places: Places, model: ast.ClassDef) -> Iterator[Mutant]:
    """A text that is stored as it was typed. The lines of a class are run at import: the tests of its room try it."""
    for line in model.body:
        value = line.value if isinstance(line, ast.Assign) else None
        if isinstance(value, ast.Call) and ast.unparse(value.func) in SEALED and value.args:
            (column,) = (ast.literal_eval(each) for each in value.args[:1])
            is_text = ast.unparse(value.func) == "Sealed"
            opened, stored = (".decode()", ".encode()") if is_text else ("", "")
            yield places.mutant(
                value,
                f"property(lambda row: None if row.{column} is None else row.{column}{opened}, "
                f"lambda row, plain: setattr(row, {column!r}, None if plain is None else plain{stored}))",
            )
