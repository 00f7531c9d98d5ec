"""What the icons of acts and places stand for: read out of the templates and the navigation."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
PLACE_OF_ICON = {"button": 1, "button_link": 2}
TEXTS = {"_", "_l", "ngettext"}


def of_templates(sources: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each icon of a button or a link that looks like one, with its words."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    for source in sources.values():
        for call in environment.parse(source).find_all(nodes.Call):
            place = PLACE_OF_ICON.get(getattr(call.node, "name", ""))
            if place is not None and len(call.args) > place:
                yield from _pairs(call.args[0], call.args[place])


def of_navigation(source: str) -> Iterator[tuple[str, str]]:
    """Each icon of a place, with its words."""
    for entry in ast.walk(ast.parse(source)):
        if isinstance(entry, ast.Tuple) and len(entry.elts) == 5 and isinstance(entry.elts[2], ast.Constant):
            words = entry.elts[3]
            assert isinstance(words, ast.Call)
            assert isinstance(words.args[0], ast.Constant)
            yield str(entry.elts[2].value), str(words.args[0].value)


def _pairs(words: nodes.Expr, icon: nodes.Expr) -> Iterator[tuple[str, str]]:
    """Words and icon; where both are chosen by the same condition, each with its own."""
    texts, icons = list(_branches(words)), list(_branches(icon))
    for number, text in enumerate(texts):
        chosen = icons[number] if len(icons) == len(texts) else icons[0]
        if (said := _text(text)) and isinstance(chosen, nodes.Const) and chosen.value:
            yield str(chosen.value), said


def _branches(part: nodes.Expr) -> Iterator[nodes.Expr]:
    if isinstance(part, nodes.CondExpr):
        yield from _branches(part.expr1)
        if part.expr2 is not None:
            yield from _branches(part.expr2)
    else:
        yield part


def _text(part: nodes.Expr) -> str:
    is_text = isinstance(part, nodes.Call) and getattr(part.node, "name", "") in TEXTS and part.args
    first = part.args[0] if is_text and isinstance(part, nodes.Call) else None
    return str(first.value) if isinstance(first, nodes.Const) else ""
