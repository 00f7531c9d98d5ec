"""Addresses: of other pages, and what this page's says after its question mark."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import current_app, request

from caseapp.errors import NotVisible

MARKS = tuple(UUID(int=number + 1, version=4) for number in range(9))
"""Stand for ids while an address is built."""


def address(endpoint: str, **values: Any) -> str:
    """`url_for` of templates. A list has one address for each row; where only ids differ it is built once, because that
    takes ten times as long as putting them in."""
    if not values or endpoint[0] == "." or not request or {type(value) for value in values.values()} != {UUID}:
        return current_app.url_for(endpoint, **values)
    return _with_places(endpoint, tuple(values), request.root_path).format(*values.values())


@lru_cache(1000)
def _with_places(endpoint: str, names: tuple[str, ...], root: str) -> str:
    """The address with places for ids; below `root`, which a proxy may set."""
    marks: dict[str, Any] = dict(zip(names, MARKS, strict=False))
    built = current_app.url_for(endpoint, **marks).replace("{", "{{").replace("}", "}}")
    for number, mark in enumerate(MARKS):
        built = built.replace(str(mark), f"{{{number}}}")
    return built


def id_named(name: str) -> UUID | None:
    """The id that the address names so, if it names one; `NotVisible` for what is no id."""
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible from None
