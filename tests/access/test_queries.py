"""Whatever is looked for by an id that is none is not visible."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from enum import EnumType
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

import caseapp
from caseapp.access import Role
from caseapp.clock import today
from caseapp.errors import NotVisible
from tests.world import make_user

PACKAGE = Path(caseapp.__file__).parent


def searches() -> Iterator[Callable[..., Any]]:
    """The public functions of the rooms of queries that find one row by its id, or tell that it is not visible."""
    for path in sorted(PACKAGE.rglob("*queries.py")):
        name = ".".join(("caseapp", *path.relative_to(PACKAGE).with_suffix("").parts))
        for _name, function in inspect.getmembers(import_module(name), inspect.isfunction):
            is_own = function.__module__ == name and not function.__name__.startswith("_")
            if is_own and "NotVisible" in (function.__doc__ or "") and all(map(is_known, needed(function))):
                yield function


def needed(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """What the function must be told beside who looks."""
    asked = list(inspect.signature(function, eval_str=True).parameters.values())
    return [each for each in asked if each.default is each.empty and each.name != "viewer"]


def is_known(asked: inspect.Parameter) -> bool:
    return asked.annotation in (UUID, date) or isinstance(asked.annotation, EnumType)


def value_of(kind: Any) -> Any:
    """Something of that kind of which nothing is stored."""
    if kind is UUID:
        return uuid7()
    return today() if kind is date else next(iter(kind))


SEARCHES = {f"{function.__module__.removeprefix('caseapp.')}.{function.__name__}": function for function in searches()}

OVERSEEN = ("watch.", "oversight.", "privacy.notices.")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", sorted(SEARCHES))
def test_what_nobody_stored_is_visible_to_nobody(world, name):
    viewer = make_user(Role.PRIVACY_OFFICER) if name.startswith(OVERSEEN) else world.supervisor
    asked = {each.name: value_of(each.annotation) for each in needed(SEARCHES[name])}
    with pytest.raises(NotVisible):
        SEARCHES[name](viewer, **asked)
