"""A page that goes wrong in whichever way a test asks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from caseapp.access import public

PAGE = "accounts.sign_in"


@pytest.fixture
def planted(app: Flask) -> Iterator[Callable[[Any], None]]:
    """Plant what `/sign-in` does: raise that fault, or call that function. Faults are answered as in real use."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    does: dict[str, Any] = {}

    @public
    def view() -> Any:
        if isinstance(does["it"], Exception):
            raise does["it"]
        return does["it"]() or "done"

    true_view = app.view_functions[PAGE]
    app.view_functions[PAGE] = view
    yield lambda what: does.update(it=what)
    app.view_functions[PAGE] = true_view
